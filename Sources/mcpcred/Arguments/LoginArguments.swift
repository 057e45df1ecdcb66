import ArgumentParser
import Engine

/// What `add` and `login` share.
struct LoginArguments: ParsableArguments {
  @OptionGroup var client: ClientArguments
  @OptionGroup var scope: ScopeArguments
  @OptionGroup var trust: TrustArguments
  @OptionGroup var manner: MannerArguments

  @Option(
    help: ArgumentHelp(
      "Log in by way of the login at this identity provider (--grant enterprise).", valueName: "name"))
  var identityProvider: String?

  func validate() throws {
    if (identityProvider != nil) != (manner.grant == .enterprise) {
      throw ValidationError("--grant enterprise and --identity-provider go together")
    }
    if (client.assertionFile != nil) != (manner.grant == .workload) {
      throw ValidationError("--grant workload and --assertion-file go together")
    }
    if client.clientSecretStdin, manner.paste {
      throw ValidationError("--client-secret-stdin and --paste both read stdin")
    }
  }

  /// The options in the engine's terms; reads the secret.
  func options(_ global: GlobalOptions) throws(CommandError) -> LoginOptions {
    var options = LoginOptions()
    try client.apply(to: &options)
    options.identityProvider = identityProvider
    try scope.apply(to: &options)
    trust.apply(to: &options)
    manner.apply(to: &options, global, stdinIsTaken: client.clientSecretStdin)
    return options
  }
}
