/// What a host has said of itself: in `initialize`, or in the `_meta` of its requests.
public struct HostDeclaration: Sendable, Equatable {
  /// The era that the host speaks.
  public let era: Era
  /// The version that it proposes.
  public let version: ProtocolVersion
  /// Nil where it does not name itself.
  public let client: ClientInfo?
  /// What it can do; nothing else is declared to a server.
  public let capabilities: [String: JSONValue]

  /// Of a host that has said nothing yet.
  public static let none = HostDeclaration(era: .legacy, version: .v2025_11_25, client: nil, capabilities: [:])

  private init(era: Era, version: ProtocolVersion, client: ClientInfo?, capabilities: [String: JSONValue]) {
    self.era = era
    self.version = version
    self.client = client
    self.capabilities = capabilities
  }

  /// Nil for a request that declares nothing: within a legacy conversation only `initialize` does.
  public init?(_ request: JSONRPCRequest) {
    if request.method == "initialize" {
      self.init(
        era: .legacy,
        version: ProtocolVersion(rawValue: request.params?["protocolVersion"]?.stringValue ?? ""),
        client: ClientInfo(request.params?["clientInfo"]),
        capabilities: request.params?["capabilities"]?.objectValue ?? [:])
      return
    }
    guard let meta = request.params?["_meta"],
      let version = meta["io.modelcontextprotocol/protocolVersion"]?.stringValue
    else { return nil }
    self.init(
      era: .modern, version: ProtocolVersion(rawValue: version),
      client: ClientInfo(meta["io.modelcontextprotocol/clientInfo"]),
      capabilities: meta["io.modelcontextprotocol/clientCapabilities"]?.objectValue ?? [:])
  }

  /// The version of a legacy conversation: the host's own where it is one of that era, else the newest (MCP 2025-11-25,
  /// Version Negotiation).
  public var agreedLegacyVersion: ProtocolVersion {
    version.era == .legacy || version == .v2024_11_05 ? version : .v2025_11_25
  }
}
