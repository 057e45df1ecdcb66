/// How a host wants a server described that is a program.
enum HostStyle: Sendable {
  /// `command` and `args`.
  case plain
  /// With `"type": "stdio"` in front.
  case typed
  case copilot, zed, openCode, codex, goose, libreChat

  func members(_ launch: HostLaunch, named name: String) -> [(name: String, value: HostValue)] {
    let command = [("command", HostValue.text(launch.program)), ("args", HostValue.list(launch.words))]
    switch self {
    case .plain: return command
    case .typed: return [("type", .text("stdio"))] + command
    case .copilot: return [("type", .text("local"))] + command + [("tools", .list(["*"]))]
    case .zed: return command + [("env", .nothing)]
    case .openCode:
      let words = HostValue.list([launch.program] + launch.words)
      // It waits five seconds for a tool list by itself.
      return [("type", .text("local")), ("command", words), ("enabled", .flag(true)), ("timeout", .number(20_000))]
    case .codex: return command + [("startup_timeout_sec", .number(20))]
    case .goose:
      return [
        ("name", .text(name)), ("type", .text("stdio")), ("cmd", .text(launch.program)), ("args", .list(launch.words)),
        ("enabled", .flag(true)), ("timeout", .number(300)),
      ]
    case .libreChat: return [("type", .text("stdio"))] + command + [("initTimeout", .number(20_000))]
    }
  }
}
