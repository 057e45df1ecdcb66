// What each host reads, on Linux.
extension Host {
  static let all = [
    Host(
      name: "amazon-q", title: "Amazon Q Developer", style: .plain,
      files: [.init(.user, "~/.aws/amazonq/mcp.json", syntax: mcpServers)]),
    Host(
      name: "amp", title: "Amp", style: .plain,
      files: [.init(.user, "~/.config/amp/settings.json", syntax: .json("amp.mcpServers"))]),
    Host(
      name: "antigravity", title: "Antigravity", style: .plain,
      files: [.init(.user, "~/.gemini/config/mcp_config.json", syntax: mcpServers)]),
    Host(
      name: "anythingllm", title: "AnythingLLM", style: .plain,
      files: [
        .init(
          .user, "~/.config/anythingllm-desktop/storage/plugins/anythingllm_mcp_servers.json", syntax: mcpServers)
      ]),
    Host(
      name: "boltai", title: "BoltAI", style: .plain, files: [.init(.user, "~/.boltai/mcp.json", syntax: mcpServers)]),
    Host(
      name: "claude-code", title: "Claude Code", style: .typed,
      files: [
        .init(.user, "~/.claude.json", syntax: mcpServers), .init(.project, ".mcp.json", syntax: mcpServers),
      ],
      command: { "claude mcp add --scope \($0.rawValue)" }, keepsProjects: true),
    Host(
      name: "claude-desktop", title: "Claude Desktop", style: .plain,
      files: [.init(.user, "~/.config/Claude/claude_desktop_config.json", syntax: mcpServers)]),
    Host(
      name: "cline", title: "Cline", style: .plain,
      files: [
        .init(.user, extensions + "saoudrizwan.claude-dev/settings/cline_mcp_settings.json", syntax: mcpServers)
      ]),
    Host(
      name: "codex", title: "Codex", style: .codex,
      files: [
        .init(
          .user, "~/.codex/config.toml", syntax: .toml("mcp_servers"), variable: ("CODEX_HOME", "/config.toml")),
        .init(.project, ".codex/config.toml", syntax: .toml("mcp_servers")),
      ],
      command: { _ in "codex mcp add" }),
    Host(
      name: "continue", title: "Continue", style: .plain,
      files: [
        .init(.user, "~/.continue/config.yaml", syntax: .yaml("mcpServers", isList: true)),
        .init(.project, ".continue/mcpServers/mcpcred.json", syntax: mcpServers),
      ]),
    Host(
      name: "copilot", title: "GitHub Copilot CLI", style: .copilot,
      files: [
        .init(
          .user, "~/.copilot/mcp-config.json", syntax: mcpServers, variable: ("COPILOT_HOME", "/mcp-config.json")),
        .init(.project, ".mcp.json", syntax: mcpServers),
      ]),
    Host(
      name: "cursor", title: "Cursor", style: .plain,
      files: [
        .init(.user, "~/.cursor/mcp.json", syntax: mcpServers),
        .init(.project, ".cursor/mcp.json", syntax: mcpServers),
      ]),
    Host(
      name: "gemini", title: "Gemini CLI", style: .plain,
      files: [
        .init(.user, "~/.gemini/settings.json", syntax: mcpServers),
        .init(.project, ".gemini/settings.json", syntax: mcpServers),
      ]),
    Host(
      name: "goose", title: "goose", style: .goose,
      files: [.init(.user, "~/.config/goose/config.yaml", syntax: .yaml("extensions", isList: false))]),
    Host(
      name: "hermes", title: "Hermes", style: .plain,
      files: [.init(.user, "~/.hermes/config.yaml", syntax: .yaml("mcp_servers", isList: false))]),
    Host(
      name: "jan", title: "Jan", style: .plain,
      files: [.init(.user, "~/.local/share/Jan/data/mcp_config.json", syntax: mcpServers)]),
    Host(
      name: "junie", title: "Junie", style: .plain,
      files: [.init(.user, "~/.junie/mcp/mcp.json", syntax: mcpServers)]),
    Host(
      name: "kilo", title: "Kilo Code", style: .openCode,
      files: [.init(.user, "~/.config/kilo/kilo.jsonc", syntax: .json("mcp"))]),
    Host(
      name: "kiro", title: "Kiro", style: .plain,
      files: [
        .init(.user, "~/.kiro/settings/mcp.json", syntax: mcpServers),
        .init(.project, ".kiro/settings/mcp.json", syntax: mcpServers),
      ]),
    Host(
      name: "librechat", title: "LibreChat", style: .libreChat,
      files: [.init(.project, "librechat.yaml", syntax: .yaml("mcpServers", isList: false))],
      remark: "everybody who uses this LibreChat then uses your login"),
    Host(
      name: "lm-studio", title: "LM Studio", style: .plain,
      files: [.init(.user, "~/.lmstudio/mcp.json", syntax: mcpServers)]),
    Host(
      name: "omp", title: "omp", style: .plain, files: [.init(.user, "~/.omp/agent/mcp.json", syntax: mcpServers)]),
    Host(
      name: "opencode", title: "opencode", style: .openCode,
      files: [
        .init(
          .user, "~/.config/opencode/opencode.json", "~/.config/opencode/opencode.jsonc", syntax: .json("mcp"),
          variable: ("OPENCODE_CONFIG", "")),
        .init(.project, "opencode.json", "opencode.jsonc", syntax: .json("mcp")),
      ]),
    Host(name: "pi", title: "Pi", style: .plain, files: [.init(.user, "~/.pi/agent/mcp.json", syntax: mcpServers)]),
    Host(
      name: "qwen", title: "Qwen Code", style: .plain,
      files: [
        .init(.user, "~/.qwen/settings.json", syntax: mcpServers),
        .init(.project, ".qwen/settings.json", syntax: mcpServers),
      ]),
    Host(
      name: "roo", title: "Roo Code", style: .plain,
      files: [
        .init(.user, extensions + "rooveterinaryinc.roo-cline/settings/mcp_settings.json", syntax: mcpServers),
        .init(.project, ".roo/mcp.json", syntax: mcpServers),
      ]),
    Host(
      name: "vscode", title: "VS Code", style: .typed,
      files: [
        .init(.user, "~/.config/Code/User/mcp.json", syntax: .json("servers")),
        .init(.project, ".vscode/mcp.json", syntax: .json("servers")),
      ]),
    Host(
      name: "warp", title: "Warp", style: .plain, files: [.init(.user, "~/.warp/.mcp.json", syntax: mcpServers)]),
    Host(
      name: "windsurf", title: "Windsurf", style: .plain,
      files: [.init(.user, "~/.codeium/windsurf/mcp_config.json", syntax: mcpServers)]),
    Host(
      name: "witsy", title: "Witsy", style: .plain,
      files: [.init(.user, "~/.config/Witsy/settings.json", syntax: mcpServers)]),
    Host(
      name: "zed", title: "Zed", style: .zed,
      files: [
        .init(.user, "~/.config/zed/settings.json", syntax: .json("context_servers")),
        .init(.project, ".zed/settings.json", syntax: .json("context_servers")),
      ]),
  ]

  /// Whoever is looked for; nil where nobody is called so.
  static func named(_ name: String) -> Host? { all.first { $0.name == name } }

  private static let mcpServers = HostSyntax.json("mcpServers")
  private static let extensions = "~/.config/Code/User/globalStorage/"
}
