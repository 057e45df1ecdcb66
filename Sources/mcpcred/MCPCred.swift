import ArgumentParser

/// The root command.
struct MCPCred: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "mcpcred",
    abstract: "Keeps the logins of MCP servers: adds them, refreshes them, revokes them, and calls tools with them.",
    discussion: """
      First steps:
        mcpcred add https://mcp.example.com/mcp     log in with your browser
        mcpcred tools example                       what the server can do
        mcpcred call example search query=swift     call a tool
        mcpcred status                              how every login stands

      Exit codes, files and every --json answer: man mcpcred, or docs/cli.md.
      """,
    version: version,
    subcommands: [
      InitCommand.self, AddCommand.self, LoginCommand.self, ListCommand.self, StatusCommand.self, ToolsCommand.self,
      CallCommand.self, ResourcesCommand.self, TemplatesCommand.self, ReadCommand.self, PromptsCommand.self,
      PromptCommand.self,
      PingCommand.self, ServeCommand.self, TokenCommand.self, HeadersCommand.self, ExecCommand.self,
      RefreshCommand.self, RefresherCommand.self, RevokeCommand.self, RemoveCommand.self, RegistrationCommand.self,
      ClientMetadataCommand.self, LogCommand.self, WhoAmICommand.self, AccountCommand.self, TimerCommand.self,
      HostCommand.self,
    ])

  @OptionGroup var global: GlobalOptions
}
