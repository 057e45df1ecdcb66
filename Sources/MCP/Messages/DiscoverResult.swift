/// What a modern server answers to `server/discover` (MCP 2026-07-28, Versioning).
public struct DiscoverResult: Sendable, Equatable {
  /// As the server lists them.
  public let supportedVersions: [ProtocolVersion]
  /// What the server can do; an object.
  public let capabilities: JSONValue
  /// The server's text; untrusted.
  public let instructions: String?
  /// Nil where the server does not name itself.
  public let serverInfo: ServerInfo?
  /// How long the result may be kept, and for whom.
  public let cache: CacheHints

  /// Throws `malformedResult`.
  public static func parse(_ result: JSONValue) throws(MCPError) -> DiscoverResult {
    guard let versions = result["supportedVersions"]?.arrayValue else {
      throw .malformedResult(member: "supportedVersions")
    }
    return DiscoverResult(
      supportedVersions: versions.compactMap { $0.stringValue.map(ProtocolVersion.init(rawValue:)) },
      capabilities: result["capabilities"] ?? [:], instructions: result["instructions"]?.stringValue,
      serverInfo: ServerInfo(result["_meta"]?["io.modelcontextprotocol/serverInfo"] ?? result["serverInfo"]),
      cache: CacheHints(result))
  }
}
