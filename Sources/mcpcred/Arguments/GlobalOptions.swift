import ArgumentParser
import Engine

/// The options that every command takes, before or behind its name.
struct GlobalOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The registry file.", discussion: "Wins over MCPCRED_REGISTRY.", valueName: "path"))
  var registry: String?

  @Option(help: ArgumentHelp("Whose login; the server's default otherwise.", valueName: "name"))
  var account: String?

  @Flag(help: "Answer in JSON on stdout; errors are one JSON object on stderr.")
  var json = false

  @Flag(help: "Say each exchange on stderr. Secrets are never shown.")
  var verbose = false

  @Flag(help: "Never ask a person; also MCPCRED_NO_INTERACTIVE=1.")
  var noInteractive = false

  @Option(help: ArgumentHelp("A PEM file with CA certificates to trust too.", valueName: "path"))
  var caCert: String?

  @Option(
    help: ArgumentHelp(
      "A PEM file with the certificate for servers that ask for one; also MCPCRED_CLIENT_CERT.", valueName: "path"))
  var clientCert: String?

  @Option(
    help: ArgumentHelp(
      "A PEM file with its private key, where that is a file of its own; also MCPCRED_CLIENT_KEY.", valueName: "path"))
  var clientKey: String?

  func validate() throws {
    if clientKey != nil, clientCert == nil { throw ValidationError("--client-key goes with --client-cert") }
    guard let account, !ServerName.isValidAccount(account) else { return }
    throw ValidationError("an account's name has 1 to 64 characters and no control characters")
  }

  /// For a command that has no use for an account: what is ignored must not be said.
  func refuseAccount(_ command: String, _ why: String) throws {
    guard account != nil else { return }
    throw ValidationError("\(command) takes no --account: \(why)")
  }

  var session: SessionOptions {
    SessionOptions(
      registry: registry, account: account, json: json, verbose: verbose, noInteractive: noInteractive,
      caCertificate: caCert, clientCertificate: clientCert, clientKey: clientKey)
  }

  var isInteractive: Bool { session.isInteractive }
}
