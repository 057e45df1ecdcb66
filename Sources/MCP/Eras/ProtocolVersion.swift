/// A revision of MCP, named by its date. One that is not known can be held and compared, and is not spoken.
public struct ProtocolVersion: RawRepresentable, Sendable, Hashable, Comparable, CustomStringConvertible {
  /// As it stands on the wire.
  public let rawValue: String

  /// Holds any text; `era` tells whether it is a version spoken here.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The stateless revision.
  public static let v2026_07_28 = ProtocolVersion(rawValue: "2026-07-28")
  /// The last with sessions.
  public static let v2025_11_25 = ProtocolVersion(rawValue: "2025-11-25")
  /// The first with the version header.
  public static let v2025_06_18 = ProtocolVersion(rawValue: "2025-06-18")
  /// The first with Streamable HTTP; allows batches.
  public static let v2025_03_26 = ProtocolVersion(rawValue: "2025-03-26")
  /// Has no Streamable HTTP of its own; never proposed. Servers name it in answers over Streamable HTTP all the same.
  public static let v2024_11_05 = ProtocolVersion(rawValue: "2024-11-05")

  /// Modern versions this client speaks, the newest first.
  public static let modern: [ProtocolVersion] = [.v2026_07_28]
  /// Legacy versions this client speaks, the newest first.
  public static let legacy: [ProtocolVersion] = [.v2025_11_25, .v2025_06_18, .v2025_03_26]

  /// The way a version works over HTTP; nil for one this client does not speak.
  public var era: Era? {
    if Self.modern.contains(self) { return .modern }
    return Self.legacy.contains(self) ? .legacy : nil
  }

  /// The date, as on the wire.
  public var description: String { rawValue }

  /// The older revision is the smaller one.
  public static func < (left: ProtocolVersion, right: ProtocolVersion) -> Bool { left.rawValue < right.rawValue }
}
