@testable import DemoServer

extension Visitor {
  static let modernMeta: JSON = [
    "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": [:],
  ]

  /// A stateless request; a `nil` header is left out.
  func modern(
    _ method: String, _ params: [String: JSON] = [:], token: String?, headers: [String: String?] = [:],
    meta: JSON? = modernMeta, at url: String? = nil
  ) async -> Reply {
    var params = params
    params["_meta"] = meta
    var all: [String: String] = [
      "Content-Type": "application/json", "Accept": "application/json, text/event-stream",
      "MCP-Protocol-Version": "2026-07-28", "Mcp-Method": method,
    ]
    all["Mcp-Name"] = params["name"]?.string
    all["Authorization"] = token.map { "Bearer \($0)" }
    for (name, value) in headers { all[name] = value }
    let message: JSON = ["jsonrpc": "2.0", "id": 7, "method": .string(method), "params": .object(params)]
    return await RawClient.send("POST", url ?? resource, headers: all, body: message.text)
  }

  func call(
    _ tool: String, _ arguments: JSON = [:], token: String?, headers: [String: String?] = [:],
    meta: JSON? = modernMeta, at url: String? = nil
  ) async -> Reply {
    await modern(
      "tools/call", ["name": .string(tool), "arguments": arguments], token: token, headers: headers, meta: meta,
      at: url)
  }

  /// A message of the session-based protocol; no id makes a notification.
  func legacy(
    _ method: String, _ params: JSON = [:], id: JSON? = 7, token: String?, session: String? = nil,
    version: String? = "2025-11-25", at url: String? = nil
  ) async -> Reply {
    var message: [String: JSON] = ["jsonrpc": "2.0", "method": .string(method), "params": params]
    message["id"] = id
    return await RawClient.send(
      "POST", url ?? resource, headers: Self.legacyHeaders(token, session, version), body: JSON.object(message).text)
  }

  static func legacyHeaders(_ token: String?, _ session: String?, _ version: String?) -> [String: String] {
    var headers = ["Content-Type": "application/json", "Accept": "application/json, text/event-stream"]
    headers["Authorization"] = token.map { "Bearer \($0)" }
    headers["Mcp-Session-Id"] = session
    headers["MCP-Protocol-Version"] = version
    return headers
  }

  static let initialize: JSON = [
    "protocolVersion": "2025-11-25", "capabilities": [:], "clientInfo": ["name": "visitor", "version": "1"],
  ]
}
