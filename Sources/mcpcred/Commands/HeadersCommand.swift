import ArgumentParser

/// `mcpcred headers`: the headers that a request to a server needs. What it does is in `HeadersRun`.
struct HeadersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "headers",
    abstract: "Print the headers of a request as JSON, for programs that ask a helper.",
    discussion: """
      One object of strings. Without a name it is the server at the URL in CLAUDE_CODE_MCP_SERVER_URL, so that one line is \
      right for every server: "headersHelper": "mcpcred headers". Never a browser, and never more than 10 seconds.

      Examples:
        mcpcred headers notes
        CLAUDE_CODE_MCP_SERVER_URL=https://mcp.example.com/mcp mcpcred headers
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The server's name; without it the one at the URL in CLAUDE_CODE_MCP_SERVER_URL.")
  var server: String?

  /// What the words come to.
  var asked: HeadersRun { HeadersRun(options: global.session, server: server) }

  func run() throws { try asked() }
}
