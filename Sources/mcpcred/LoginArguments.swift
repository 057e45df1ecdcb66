import ArgumentParser
import Engine
import Glibc
import HTTP
import LinuxPlatform
import OAuth

/// What `add` and `login` share.
struct LoginArguments: ParsableArguments {
  @Option(help: ArgumentHelp("A client made by hand at the authorization server.", valueName: "id"))
  var clientID: String?

  @Flag(help: "Read that client's secret from the first line of stdin.")
  var clientSecretStdin = false

  @Option(help: ArgumentHelp("Read that client's secret from a file.", valueName: "path"))
  var clientSecretFile: String?

  @Option(help: ArgumentHelp("The redirect URI registered for that client.", valueName: "uri"))
  var redirectURI: String?

  @Option(help: ArgumentHelp("Which authorization server, where the server names several.", valueName: "url"))
  var issuer: String?

  @Option(help: ArgumentHelp("Ask for these scopes instead of the server's own choice.", valueName: "scopes"))
  var scope: String?

  @Option(help: ArgumentHelp("Send this resource indicator instead of the discovered one.", valueName: "uri"))
  var resource: String?

  @Flag(help: "Send no resource indicator. The token may then be good at other servers too.")
  var noResource = false

  @Flag(help: "Register a new client although one is registered.")
  var newRegistration = false

  @Flag(help: "Do not start a browser: print the URL and wait.")
  var noBrowser = false

  @Flag(help: "Read the address the browser ended at from stdin.")
  var paste = false

  @Option(help: ArgumentHelp("How long to wait for the browser: 90, 90s, 5m, 1h.", valueName: "duration"))
  var loginTimeout = DurationArgument(seconds: 300)

  func validate() throws {
    if noResource, resource != nil { throw ValidationError("--resource and --no-resource exclude each other") }
    if clientSecretStdin, clientSecretFile != nil {
      throw ValidationError("--client-secret-stdin and --client-secret-file exclude each other")
    }
    if clientSecretStdin, paste { throw ValidationError("--client-secret-stdin and --paste both read stdin") }
    if clientSecretStdin || clientSecretFile != nil || redirectURI != nil, clientID == nil {
      throw ValidationError("--client-secret-stdin, --client-secret-file and --redirect-uri go with --client-id")
    }
  }

  /// The options in the engine's terms; reads the secret.
  func options(_ global: GlobalOptions) throws(CommandError) -> LoginOptions {
    var options = LoginOptions()
    options.clientID = clientID
    options.clientSecret = try clientSecret()
    options.redirectURI = try redirectURI.map { (text) throws(CommandError) in try Self.redirect(text) }
    options.issuer = issuer
    options.scope = try scope.map { (text) throws(CommandError) in
      guard let scope = Scope(text), !scope.isEmpty else { throw .usage("bad scope: \(Untrusted.quoted(text))") }
      return scope
    }
    options.resource = try resourceChoice()
    options.newRegistration = newRegistration
    options.browser = global.isInteractive ? (noBrowser ? .show : .open) : .none
    options.timeout = loginTimeout.duration
    let readsTerminal = global.isInteractive && !clientSecretStdin && Console.isTerminal(STDIN_FILENO)
    if paste || readsTerminal { options.pasted = TerminalInput.lines() }
    return options
  }

  private func resourceChoice() throws(CommandError) -> LoginOptions.ResourceChoice {
    if noResource { return .omitted }
    guard let resource else { return .discovered }
    guard WebURL(resource) != nil else { throw .usage("bad resource: \(Untrusted.quoted(resource))") }
    return .given(resource)
  }

  /// A redirect that another machine could receive would hand it the code.
  private static func redirect(_ text: String) throws(CommandError) -> WebURL {
    guard let url = WebURL(text), url.scheme == "http", url.isLoopback else {
      throw .usage("--redirect-uri must be http on 127.0.0.1, [::1] or localhost: \(Untrusted.quoted(text))")
    }
    return url
  }

  private func clientSecret() throws(CommandError) -> Secret? {
    let line: String?
    if clientSecretStdin {
      line = readLine(strippingNewline: true)
    } else if let path = clientSecretFile {
      line = try TextFile.read(path).split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init)
    } else {
      return nil
    }
    guard let line, !line.isEmpty else { throw .usage("the client secret is empty") }
    return Secret(line)
  }
}
