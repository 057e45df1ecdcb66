import DemoServer
import FoundationEssentials

/// The one line on standard output.
struct Announcement: Encodable {
  let issuer: String
  let mcp: String
  let mcp2: String
  let mcpLegacy: String
  let mcpOpen: String
  let management: String

  private enum CodingKeys: String, CodingKey {
    case issuer, mcp, mcp2, management
    case mcpLegacy = "mcp_legacy"
    case mcpOpen = "mcp_open"
  }

  static func line(_ server: DemoServer) -> String {
    let announcement = Announcement(
      issuer: server.issuer, mcp: server.mcpURL, mcp2: server.secondMCPURL, mcpLegacy: server.legacyMCPURL,
      mcpOpen: server.openMCPURL, management: server.managementURL)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(announcement)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
