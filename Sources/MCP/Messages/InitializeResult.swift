/// What a legacy server answers to `initialize` (MCP 2025-11-25, Lifecycle).
public struct InitializeResult: Sendable, Equatable {
  /// The version of all that follows.
  public let protocolVersion: ProtocolVersion
  /// Nil where the server does not name itself.
  public let serverInfo: ServerInfo?
  /// What the server can do; an object.
  public let capabilities: JSONValue
  /// The server's text; untrusted.
  public let instructions: String?

  /// Throws `malformedResult`, and `unsupportedVersion` where the client has to disconnect.
  ///
  /// 2024-11-05 is accepted as an answer, though never proposed: servers over Streamable HTTP name it out of habit.
  public static func parse(_ result: JSONValue) throws(MCPError) -> InitializeResult {
    guard let version = result["protocolVersion"]?.stringValue.map(ProtocolVersion.init(rawValue:)) else {
      throw .malformedResult(member: "protocolVersion")
    }
    guard version.era == .legacy || version == .v2024_11_05 else { throw .unsupportedVersion(version.rawValue) }
    return InitializeResult(
      protocolVersion: version, serverInfo: ServerInfo(result["serverInfo"]),
      capabilities: result["capabilities"] ?? [:], instructions: result["instructions"]?.stringValue)
  }
}
