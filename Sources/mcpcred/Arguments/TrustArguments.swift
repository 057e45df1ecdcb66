import ArgumentParser
import Engine

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

  /// Puts them into the engine's terms.
  func apply(to options: inout LoginOptions) {
    options.legacyAuth = legacyAuth
    options.allowMissingPKCE = allowMissingPKCE
  }
}
