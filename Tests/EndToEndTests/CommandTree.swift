/// The commands and their options, as the program describes them itself.
struct CommandTree {
  /// Of every command a person can type.
  static let names = [
    "init", "add", "login", "list", "status", "tools", "call", "resources", "templates", "read",
    "prompts", "prompt", "ping", "serve", "token", "headers", "exec",
    "refresh", "refresher", "revoke", "remove",
    "log", "whoami", "account",
    "registration list", "registration check", "registration rotate", "registration delete",
    "client-metadata",
    "timer install", "timer remove", "timer status",
    "host list", "host show", "host add", "host remove", "host import",
  ]
  /// Of those that only hold others.
  static let groups = ["registration", "timer", "host"]

  /// What stands behind `mcpcred` in the help of the program itself.
  static var firstWords: [String] { names.filter { !$0.contains(" ") } + groups }

  /// Options (`--json`) and arguments (`server`) by command; `mcpcred` has those of every command, and the others have
  /// only their own.
  let options: [String: Set<String>]

  static func read(_ home: Workspace) async throws -> CommandTree {
    let dump = try await home.mcpcred("--experimental-dump-help").json()
    guard let root = dump["command"] else { throw TestFailure("no command: \(dump)") }
    let common = words(root)
    var options = ["mcpcred": common]
    for command in subcommands(root) {
      let name = command["commandName"]?.text ?? "", own = subcommands(command)
      for inner in own { options["\(name) \(inner["commandName"]?.text ?? "")"] = words(inner).subtracting(common) }
      if own.isEmpty { options[name] = words(command).subtracting(common) }
    }
    return CommandTree(options: options)
  }

  private static func subcommands(_ command: JSON) -> [JSON] {
    (command["subcommands"]?.elements ?? []).filter {
      $0["commandName"]?.text != "help" && $0["shouldDisplay"]?.flag != false
    }
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
