import ArgumentParser
import Engine
import HTTP
import LinuxPlatform
import OAuth

/// As which client `add` and `login` log in.
struct ClientArguments: ParsableArguments {
  @Option(help: ArgumentHelp("A client made by hand at the authorization server.", valueName: "id"))
  var clientID: String?

  @Flag(help: "Read that client's secret from the first line of stdin.")
  var clientSecretStdin = false

  @Option(help: ArgumentHelp("Read that client's secret from a file.", valueName: "path"))
  var clientSecretFile: String?

  @Option(
    help: ArgumentHelp(
      "Where the platform keeps the token that says who this program is (--grant workload).", valueName: "path"))
  var assertionFile: String?

  @Option(
    help: ArgumentHelp(
      "Where the document of 'mcpcred client-metadata' stands; also MCPCRED_CLIENT_METADATA_URL.", valueName: "url"))
  var clientMetadataURL: String?

  @Option(help: ArgumentHelp("The redirect URI registered for that client.", valueName: "uri"))
  var redirectURI: String?

  @Flag(help: "Register a new client although one is registered.")
  var newRegistration = false

  @Flag(help: "Register a client for this server alone, instead of sharing the authorization server's.")
  var ownRegistration = false

  @Option(
    help: ArgumentHelp(
      "Show the token in this file to an authorization server that registers nobody without one.", valueName: "path"))
  var initialAccessTokenFile: String?

  @OptionGroup var authentication: AuthenticationArguments

  func validate() throws {
    if clientSecretStdin, clientSecretFile != nil {
      throw ValidationError("--client-secret-stdin and --client-secret-file exclude each other")
    }
    if clientSecretStdin || clientSecretFile != nil, clientID == nil {
      throw ValidationError("--client-secret-stdin and --client-secret-file go with --client-id")
    }
    let hasDocument = clientMetadataURL != nil || ClientMetadataURL.fromEnvironment != nil
    if redirectURI != nil, clientID == nil, !hasDocument {
      throw ValidationError("--redirect-uri goes with --client-id, or with --client-metadata-url")
    }
    if clientMetadataURL != nil, clientID != nil {
      throw ValidationError("--client-metadata-url and --client-id exclude each other")
    }
    if initialAccessTokenFile != nil, clientID != nil {
      throw ValidationError("--initial-access-token-file and --client-id exclude each other")
    }
    try authentication.validate(
      isGiven: clientID != nil, hasDocument: hasDocument,
      hasSecret: clientSecretStdin || clientSecretFile != nil)
  }

  /// Puts them into the engine's terms; reads the secret and the key.
  func apply(to options: inout LoginOptions) throws(CommandError) {
    options.clientID = clientID
    options.clientSecret = try clientSecret()
    options.assertionFile = try assertionFile.map { (path) throws(CommandError) in try WorkingFolder.absolute(path) }
    options.redirectURI = try redirectURI.map { (text) throws(CommandError) in try Self.redirect(text) }
    options.clientMetadata = try ClientMetadataURL.document(clientMetadataURL)
    options.newRegistration = newRegistration
    options.ownRegistration = ownRegistration
    options.initialAccessToken = try initialAccessTokenFile.map { (path) throws(CommandError) in
      try TextFile.secret(path, named: "the initial access token")
    }
    try authentication.apply(to: &options)
  }

  /// A redirect that another machine could receive would hand it the code.
  private static func redirect(_ text: String) throws(CommandError) -> WebURL {
    guard let url = WebURL(text), url.scheme == "http", url.isLoopback else {
      throw .usage("--redirect-uri must be http on 127.0.0.1, [::1] or localhost: \(Untrusted.quoted(text))")
    }
    return url
  }

  private func clientSecret() throws(CommandError) -> Secret? {
    if clientSecretStdin {
      var input = InputReader()
      let line = try TextFile.standardInput { () throws(InputReader.Failure) in try input.line() } ?? []
      guard !line.isEmpty else { throw .usage("the client secret is empty") }
      return Secret(String(decoding: line, as: UTF8.self))
    }
    return try clientSecretFile.map { (path) throws(CommandError) in
      try TextFile.secret(path, named: "the client secret")
    }
  }
}
