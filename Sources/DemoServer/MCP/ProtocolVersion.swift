/// The protocol revisions this server speaks.
enum ProtocolVersion {
  static let modern = "2026-07-28"
  /// Newest first.
  static let legacy = ["2025-11-25", "2025-06-18", "2025-03-26"]
  /// The first revision that has the `MCP-Protocol-Version` header.
  static let withoutHeader = "2025-03-26"

  static func supported(_ era: DemoEra) -> [String] {
    switch era {
    case .modern: [modern]
    case .legacy: legacy
    case .both: [modern] + legacy
    }
  }
}
