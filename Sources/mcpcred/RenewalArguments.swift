import ArgumentParser
import Engine

/// What a person accepts when a login is to be replaced by one that is not its like.
struct RenewalArguments: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "Log in although the server names another authorization server than before.",
      discussion: "Whoever controls the server gets the new login. The old one is revoked where it came from."))
  var acceptIssuer = false

  /// Puts them into the engine's terms.
  func apply(to options: inout LoginOptions) { options.acceptIssuer = acceptIssuer }
}
