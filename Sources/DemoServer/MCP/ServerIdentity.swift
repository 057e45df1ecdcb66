/// How the MCP server introduces itself.
enum ServerIdentity {
  static let info: JSON = ["name": "mcpcred-demo", "title": "Demo tools", "version": "1.0.0"]
  static let capabilities: JSON = ["tools": [:]]
  static let instructions: JSON = "Tools for trying out an MCP client. Nothing here is kept."
}
