import ArgumentParser

/// `mcpcred timer`: what starts the refresher without a person.
struct TimerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timer",
    abstract: "Keep every login alive without a person: install a timer, remove it, see how it does.",
    discussion: """
      Every five minutes the timer starts 'mcpcred refresh --due', which renews what is due and ends. It is a pair of \
      systemd user units, or a line of your crontab. Each registry has a timer of its own.

      Examples:
        mcpcred timer install
        mcpcred timer status
      """,
    subcommands: [
      TimerInstallCommand.self, TimerRemoveCommand.self, TimerStatusCommand.self, TimerCheckKeyCommand.self,
    ])

  @OptionGroup var global: GlobalOptions
}
