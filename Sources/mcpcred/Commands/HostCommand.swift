import ArgumentParser

/// `mcpcred host`: the editors and agents that use the logins.
struct HostCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "host",
    abstract: "Put servers into the settings of editors and agents, by way of mcpcred.",
    discussion: """
      An entry makes the host start 'mcpcred serve SERVER', so that it uses the login that is kept here. JSON is changed by \
      that one entry and nothing else, with a copy beside it; TOML and YAML are printed for you to put in.

      Examples:
        mcpcred host list
        mcpcred host show codex notes
        mcpcred host add cursor notes
        mcpcred host import cursor
      """,
    subcommands: [
      HostListCommand.self, HostShowCommand.self, HostAddCommand.self, HostRemoveCommand.self, HostImportCommand.self,
    ])

  @OptionGroup var global: GlobalOptions
}
