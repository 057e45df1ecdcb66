public import FoundationEssentials

/// An authorization server's metadata as the registry keeps it.
public struct CachedMetadata: Sendable {
  public let json: [UInt8]
  /// Until then nobody need ask again.
  public let freshUntil: Date
}
