/// The commands and their options, as the program describes them itself.
struct CommandTree {
  /// Of every command a person can type.
  static let names = [
    "init", "add", "login", "list", "status", "tools", "call", "token", "refresh", "revoke", "remove",
    "log", "whoami", "account",
  ]

  /// Options (`--json`) and arguments (`server`) by command; `mcpcred` has those of every command, and the others have
  /// only their own.
  let options: [String: Set<String>]

  static func read(_ home: Workspace) async throws -> CommandTree {
    let dump = try await home.mcpcred("--experimental-dump-help").json()
    guard let root = dump["command"] else { throw TestFailure("no command: \(dump)") }
    let common = words(root)
    var options = ["mcpcred": common]
    for command in root["subcommands"]?.elements ?? [] where command["commandName"]?.text != "help" {
      options[command["commandName"]?.text ?? ""] = words(command).subtracting(common)
    }
    return CommandTree(options: options)
  }

  private static func words(_ command: JSON) -> Set<String> {
    Set((command["arguments"]?.elements ?? []).flatMap(words(argument:)))
  }

  private static func words(argument: JSON) -> [String] {
    guard argument["kind"]?.text != "positional" else { return [argument["valueName"]?.text].compactMap { $0 } }
    let names = argument["names"]?.elements.filter { $0["kind"]?.text == "long" } ?? []
    return names.compactMap { $0["name"]?.text.map { "--\($0)" } }
  }
}
