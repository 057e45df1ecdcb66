import ArgumentParser
import Glibc
import LinuxPlatform
import MCP

/// The program: hardened first, then parsed, then run. Every way out is through `Console` and an `ExitStatus`.
@main
enum Main {
  static func main() {
    ProcessHardening.apply()
    // A reader that goes away is an error of write(2), not a death between a rotation and its commit.
    signal(SIGPIPE, SIG_IGN)
    let arguments = ProgramArguments.words, words = Array(arguments.dropFirst())
    let isWorker = words == [DetachedWorker.argument]
    ErrorReport.watch(json: ownOptions.contains("--json"), isWorker: isWorker)
    if isWorker { WorkerMain.run() }
    var mayRepeat = false
    do {
      // Without a name there are no words either: help, and success, would be no answer to what was meant.
      guard arguments.first?.isEmpty == false else { throw CommandError.usage("started without a name and arguments") }
      if let frequent = FrequentCommand.read(words) { return try frequent.run() }
      var command = try MCPCred.parseAsRoot(words)
      mayRepeat = command is AddCommand || command is LoginCommand
      try command.run()
    } catch {
      finish(error, mayRepeat: mayRepeat)
    }
  }

  /// What stands behind `--` is no option of ours, and may be the command of another program.
  private static var ownOptions: [String] { ProgramArguments.words.prefix { $0 != "--" }.map(\.self) }

  /// `mayRepeat`: what is told to be typed may be the same command with more time, or one that goes the same way.
  private static func finish(_ error: any Error, mayRepeat: Bool) -> Never {
    let arguments = ProgramArguments.words
    let console = Console(json: ownOptions.contains("--json"))
    if let error = error as? CommandError {
      let bare = ErrorReport(error)
      let plain = (mayRepeat ? bare.keeping(LoginWay(arguments)) : bare)
        .forAccount(LoginWay.value(of: "--account", in: ownOptions))
        .forRegistry(LoginWay.value(of: "--registry", in: ownOptions))
      let report = mayRepeat ? plain.repeating(arguments) : plain
      console.report(report)
      ExitStatus.exit(report.status)
    }
    if let status = error as? ExitStatus { ExitStatus.exit(status) }
    // What is left is the parser's: help and version are answers, the rest is usage.
    let unknown = unknownCommand(arguments.dropFirst())
    let isHelp = arguments.dropFirst().first == "help"
    guard MCPCred.exitCode(for: error) != .success || (isHelp && unknown != nil) else { MCPCred.exit(withError: error) }
    let report = ErrorReport(.usage(unknown ?? explained(lowered(MCPCred.message(for: error)))))
    console.report(report)
    if !console.json { for line in usage(of: error) { console.note(line) } }
    ExitStatus.exit(report.status)
  }

  /// The parser takes a command that does not exist for an argument too many, and helps with the one above it.
  private static func unknownCommand(_ arguments: ArraySlice<String>) -> String? {
    var path: [String] = [], tree: any ParsableCommand.Type = MCPCred.self
    for word in arguments.first == "help" ? arguments.dropFirst() : arguments {
      let known = tree.configuration.subcommands
      guard !known.isEmpty, !word.hasPrefix("-") else { return nil }
      if let next = known.first(where: { $0.configuration.commandName == word }) {
        path.append(word)
        tree = next
        continue
      }
      let names = known.compactMap { $0.configuration.commandName } + (path.isEmpty ? ["help"] : [])
      let near = Suggestion.closest(to: word, among: names).map { [(path + [$0]).joined(separator: " ")] } ?? []
      return "no command \(Untrusted.quoted((path + [word]).joined(separator: " ")))" + ErrorReport.didYouMean(near)
    }
    return nil
  }

  /// What a duration looks like is not in the parser's words.
  private static func explained(_ message: String) -> String {
    message.contains("<duration>'") ? message + ": 90, 90s, 5m, 1h or 7d is one" : message
  }

  /// The parser's own usage lines, without its error line.
  private static func usage(of error: any Error) -> [String] {
    MCPCred.fullMessage(for: error).split(separator: "\n").map(String.init).drop { !$0.hasPrefix("Usage:") }.map { $0 }
  }

  /// The parser begins its messages with a capital letter; ours do not.
  private static func lowered(_ message: String) -> String {
    message.prefix(1).lowercased() + message.dropFirst()
  }
}
