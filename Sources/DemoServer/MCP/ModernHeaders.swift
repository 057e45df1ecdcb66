import LoopbackHTTP

/// Request metadata of the stateless protocol: what a header says must be what the body says (MCP 2026-07-28,
/// Streamable HTTP, Request Metadata).
enum ModernHeaders {
  static let versionKey = "io.modelcontextprotocol/protocolVersion"
  static let capabilitiesKey = "io.modelcontextprotocol/clientCapabilities"

  static func check(
    _ request: LoopbackRequest, _ message: RPCMessage, _ method: String, era: DemoEra
  ) throws(RPCError) {
    guard let version = request.header("mcp-protocol-version") else {
      throw .headerMismatch("MCP-Protocol-Version is missing")
    }
    guard let named = request.header("mcp-method") else { throw .headerMismatch("Mcp-Method is missing") }
    guard named == method else { throw .headerMismatch("Mcp-Method is not the method") }
    try checkMeta(message, version: version, era: era)
    try checkName(request, message, method)
    if method == "tools/call" { try MirroredParameters.check(request, message.params) }
  }

  private static func checkMeta(_ message: RPCMessage, version: String, era: DemoEra) throws(RPCError) {
    guard let declared = message.meta[versionKey] else { throw .invalidParams("\(versionKey) is missing", status: 400) }
    guard declared == .string(version) else { throw .headerMismatch("MCP-Protocol-Version is not the body's") }
    guard version == ProtocolVersion.modern else {
      throw .unsupportedVersion(declared, supported: ProtocolVersion.supported(era))
    }
    guard message.meta[capabilitiesKey]?.object != nil else {
      throw .invalidParams("\(capabilitiesKey) is missing", status: 400)
    }
  }

  private static func checkName(
    _ request: LoopbackRequest, _ message: RPCMessage, _ method: String
  ) throws(RPCError) {
    let source: String
    switch method {
    case "tools/call", "prompts/get": source = "name"
    case "resources/read": source = "uri"
    default: return
    }
    guard let header = request.header("mcp-name") else { throw .headerMismatch("Mcp-Name is missing") }
    guard let decoded = MirroredValue.decode(header) else { throw .headerMismatch("Mcp-Name is not well formed") }
    guard message.params[source] == .string(decoded) else {
      throw .headerMismatch("Mcp-Name is not the body's \(source)")
    }
  }
}
