import ArgumentParser

/// `mcpcred registration`: the clients that authorization servers know this program as.
struct RegistrationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "registration",
    abstract: "The clients that authorization servers know mcpcred as: list, check, rotate and delete them.",
    discussion: """
      'add' and 'login' register one client for each authorization server and share it between its servers. They look \
      after it by themselves; these commands are for looking, and for emergencies.

      Examples:
        mcpcred registration list
        mcpcred registration check
        mcpcred registration rotate notes
      """,
    subcommands: [
      RegistrationListCommand.self, RegistrationCheckCommand.self, RegistrationRotateCommand.self,
      RegistrationDeleteCommand.self,
    ])

  @OptionGroup var global: GlobalOptions
}
