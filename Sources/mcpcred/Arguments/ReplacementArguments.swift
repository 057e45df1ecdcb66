import ArgumentParser
import Engine

/// What a person accepts when a login is to be replaced by one that is not its like.
struct ReplacementArguments: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "Log in although the server names another authorization server than before.",
      discussion: "Whoever controls the server gets the new login. The old one is revoked where it came from."))
  var acceptIssuer = false

  @Flag(
    help: ArgumentHelp(
      "Log in although the browser is signed in as somebody else than before.",
      discussion: "Otherwise that is refused, and the new tokens are revoked. Another account keeps both: --account."))
  var switchSubject = false

  /// Puts them into the engine's terms.
  func apply(to options: inout LoginOptions) {
    options.acceptIssuer = acceptIssuer
    options.switchSubject = switchSubject
  }
}
