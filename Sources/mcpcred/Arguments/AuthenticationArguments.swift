import ArgumentParser
import Engine
import OAuth

/// How the client of `add` and `login` proves who it is.
struct AuthenticationArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How the client authenticates: none, client_secret_basic, client_secret_post or private_key_jwt.",
      valueName: "method"))
  var authMethod: String?

  @Option(
    help: ArgumentHelp(
      "The client made by hand, or with a document, signs with the private key in this PEM file (private_key_jwt).",
      valueName: "path"))
  var privateKeyFile: String?

  @Option(
    help: ArgumentHelp(
      "What its assertions are addressed to: issuer, token-endpoint, or a text; kept for the authorization server.",
      valueName: "audience"))
  var assertionAudience: String?

  /// No check of its own: what goes together is known to `ClientArguments`.
  func validate() throws {}

  /// Refuses what does not fit the rest of the client.
  func validate(isGiven: Bool, hasDocument: Bool, hasSecret: Bool) throws {
    if privateKeyFile != nil, !isGiven, !hasDocument {
      throw ValidationError("--private-key-file goes with --client-id, or with --client-metadata-url")
    }
    if assertionAudience?.isEmpty == true { throw ValidationError("--assertion-audience is empty") }
    guard let authMethod else { return }
    guard let method = ClientAuthenticationMethod(rawValue: authMethod) else {
      let known = ClientAuthenticationMethod.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--auth-method is one of \(known)")
    }
    switch method {
    case .privateKeyJWT:
      if privateKeyFile == nil { throw ValidationError("--auth-method private_key_jwt goes with --private-key-file") }
    case .clientSecretBasic, .clientSecretPost:
      if isGiven, !hasSecret {
        throw ValidationError("--auth-method \(authMethod) goes with the secret of the client")
      }
    case .none:
      if hasSecret || privateKeyFile != nil {
        throw ValidationError("--auth-method none goes with neither a secret nor a private key")
      }
    }
  }

  /// Puts them into the engine's terms; reads the key.
  func apply(to options: inout LoginOptions) throws(CommandError) {
    options.authMethod = authMethod.flatMap { ClientAuthenticationMethod(rawValue: $0) }
    options.assertionAudience = assertionAudience.map { AssertionAudience($0) }
    options.privateKey = try privateKeyFile.map { (path) throws(CommandError) in try PrivateKeyFile(path).pem }
  }
}
