import ArgumentParser
import Engine
import HTTP

/// What a person vouches for in `add` and `login`, because the server's own documents do not.
struct TrustArguments: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "For a server of MCP 2025-03-26: log in at its own origin.",
      discussion: "Without metadata nobody says that it checks PKCE. Kept for later logins."))
  var legacyAuth = false

  @Flag(
    help: ArgumentHelp(
      "Log in although the authorization server does not say that it checks PKCE.",
      discussion: "Where it does not, whoever intercepts the code can use it. Kept for later logins."))
  var allowMissingPKCE = false

  @Option(
    help: ArgumentHelp(
      "Log in although the metadata declares this issuer and the server names another place for it.",
      discussion: "Logins are kept under this issuer. Kept for later logins, as long as its token endpoint stays.",
      valueName: "url"))
  var trustIssuer: String?

  func validate() throws {
    guard let trustIssuer else { return }
    guard WebURL(trustIssuer)?.isSecure == true else {
      throw ValidationError("--trust-issuer is not an https URL: \(Untrusted.quoted(trustIssuer))")
    }
  }

  /// Puts them into the engine's terms.
  func apply(to options: inout LoginOptions) {
    options.legacyAuth = legacyAuth
    options.allowMissingPKCE = allowMissingPKCE
    options.trustIssuer = trustIssuer
  }
}
