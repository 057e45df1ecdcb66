import ArgumentParser

/// `mcpcred status`: how every login stands. Needs no key and no network. What it does is in
/// `StatusRun`.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show how every login stands, and what to do about it.",
    discussion: """
      Needs no key and asks no server. With --check the exit code is 11 where a person is needed, else 7 where a \
      refresh is being retried, else 0; --key opens the key besides, and one that does not open is 11 too. --format prometheus writes metrics for a monitor.

      Examples:
        mcpcred status
        mcpcred status notes --json
        mcpcred status --check >/dev/null || notify-send "an MCP login needs you"
        mcpcred status --format prometheus >/var/lib/node_exporter/mcpcred.prom
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Tell by the exit code whether a login needs attention.")
  var check = false

  @Flag(help: "Open the registry's key too, and say where it does not open.")
  var key = false

  @Option(help: ArgumentHelp("text or prometheus; --json is JSON.", valueName: "format"))
  var format = StatusFormat.text

  @Argument(help: "One server's name; all servers otherwise.")
  var server: String?

  func validate() throws {
    if global.json, format != .text { throw ValidationError("--json and --format exclude each other") }
  }

  /// What the words come to.
  var asked: StatusRun {
    StatusRun(options: global.session, server: server, checks: check, opensKey: key, format: format)
  }

  func run() throws { try asked() }
}
