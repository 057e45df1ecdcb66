public import FoundationEssentials

/// What a server last said of itself (RFC 9728), as the registry keeps it.
public struct CachedResourceMetadata: Sendable {
  public let json: [UInt8]
  /// Where it was found.
  public let url: String
  /// How that place was learned: `challenge`, `path` or `root`.
  public let source: String
  /// Until then nobody need ask again.
  public let freshUntil: Date

  public init(json: [UInt8], url: String, source: String, freshUntil: Date) {
    self.json = json
    self.url = url
    self.source = source
    self.freshUntil = freshUntil
  }
}
