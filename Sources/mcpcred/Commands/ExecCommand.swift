import ArgumentParser
import LinuxPlatform

/// `mcpcred exec`: another program with access tokens in its environment. What it does is in `ExecRun`.
struct ExecCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exec",
    abstract: "Run a command with access tokens in its environment, and nowhere else.",
    discussion: """
      The token is refreshed first, so that it lasts, and is in MCP_TOKEN; of several servers in MCP_TOKEN_NAME each, in \
      capitals. The command takes this program's place: its signals and its exit code are its own. It cannot be given another \
      token later.

      Examples:
        mcpcred exec notes -- sh -c 'curl -H "Authorization: Bearer $MCP_TOKEN" …'
        mcpcred exec notes --as NOTES_API_TOKEN -- codex
        mcpcred exec notes tasks -- ./sync
      """)

  @OptionGroup var global: GlobalOptions

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp("The variable that the token is in; one for each server.", valueName: "variable"))
  var names: [String] = []

  @Option(help: ArgumentHelp("How long it must still be good: 90, 90s, 5m, 1h.", valueName: "duration"))
  var minValid: DurationArgument?

  @Argument(
    help: ArgumentHelp("SERVER [SERVER …] -- COMMAND [ARG …]", valueName: "servers-and-command"))
  var words: [String]

  /// Behind the first `--` everything is the command's. The parser takes the sign away, and no second array.
  private var command: [String] { Array(ProgramArguments.words.drop { $0 != "--" }.dropFirst()) }
  private var servers: [String] { words.dropLast(command.count) }

  func validate() throws {
    guard !command.isEmpty else { throw ValidationError("nothing to run: the command stands behind --") }
    guard !servers.isEmpty else { throw ValidationError("no server is named in front of --") }
    guard names.isEmpty || names.count == servers.count else {
      throw ValidationError("--as names one variable for each server")
    }
  }

  func run() throws {
    try ExecRun(
      options: global.session, servers: servers, command: command, names: names, minimumValidity: minValid?.seconds)()
  }
}
