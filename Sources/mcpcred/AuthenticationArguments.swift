import ArgumentParser
import Engine
import LinuxPlatform
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
      "The client made by hand signs with the private key in this PEM file (private_key_jwt).", valueName: "path"))
  var privateKeyFile: String?

  @Option(
    help: ArgumentHelp(
      "What its assertions are addressed to: issuer, token-endpoint, or a text; kept for the authorization server.",
      valueName: "audience"))
  var assertionAudience: String?

  /// No check of its own: what goes together is known to `ClientArguments`.
  func validate() throws {}

  /// Refuses what does not fit the rest of the client.
  func validate(isGiven: Bool, hasSecret: Bool) throws {
    if privateKeyFile != nil, !isGiven { throw ValidationError("--private-key-file goes with --client-id") }
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
    options.privateKey = try privateKeyFile.map { (path) throws(CommandError) in try Self.privateKey(path) }
  }

  /// The text of the file, once it is certain that it can sign and that nobody else can read it.
  private static func privateKey(_ path: String) throws(CommandError) -> Secret {
    let bytes: [UInt8]
    do { bytes = try PrivateFile.read(path, limit: 1 << 16) } catch {
      guard case .failed(let path, let reason) = error else { throw .privatePath(error) }
      throw .unreadable(path: path, reason: reason)
    }
    guard let pem = Secret(utf8: bytes) else { throw .usage("\(path) is no PEM file") }
    do { _ = try SigningKey(pem: pem) } catch { throw .usage("\(path): \(words(for: error))") }
    return pem
  }

  private static func words(for error: SigningKeyError) -> String {
    switch error {
    case .absent: "no private key in PEM form was found"
    case .encrypted: "the private key is under a passphrase, and nobody is there to type it at each refresh"
    case .unusable: "the private key is damaged, or none of P-256, RSA of 2048 bits or more, and Ed25519"
    }
  }
}
