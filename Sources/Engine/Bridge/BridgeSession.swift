import MCP
import Registry

/// The conversation with the server, and for which of its rows and which host it was begun.
struct BridgeSession: Sendable {
  let session: MCPSession
  let server: Int64
  let url: String
  let era: Era

  /// Whether it may go on for a server as it is stored by now.
  func fits(_ row: Server, _ host: HostDeclaration) -> Bool {
    row.id == server && row.url.raw == url && host.era == era
  }
}
