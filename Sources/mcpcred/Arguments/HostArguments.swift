import ArgumentParser

/// Which host, and which of its files.
struct HostArguments: ParsableArguments {
  @Option(help: ArgumentHelp("user or project; by default user, where the host has such a file.", valueName: "scope"))
  var scope: HostScope?

  @Argument(help: "The host's name; 'mcpcred host list' has them.", completion: .list(Host.all.map(\.name)))
  var host: String

  func context() throws(CommandError) -> HostContext { try HostContext(host, scope) }
}
