/// A JSON-RPC error with the HTTP status it travels under.
struct RPCError: Error, Sendable, Equatable {
  let code: Int
  let message: String
  let status: Int
  var data: JSON?

  private init(_ code: Int, _ message: String, status: Int, data: JSON? = nil) {
    self.code = code
    self.message = message
    self.status = status
    self.data = data
  }

  static let parseError = RPCError(-32700, "Parse error", status: 400)

  static func invalidRequest(_ why: String, status: Int = 400) -> RPCError { RPCError(-32600, why, status: status) }

  static func methodNotFound(_ method: String, status: Int) -> RPCError {
    RPCError(-32601, "Method not found: \(method)", status: status)
  }

  /// Wrong parameters of a method that exists: an ordinary answer.
  static func invalidParams(_ why: String, status: Int = 200) -> RPCError { RPCError(-32602, why, status: status) }

  /// MCP 2026-07-28, Streamable HTTP, Server Validation.
  static func headerMismatch(_ why: String) -> RPCError { RPCError(-32020, "Header mismatch: \(why)", status: 400) }

  /// MCP 2026-07-28, Versioning.
  static func unsupportedVersion(_ requested: JSON, supported: [String]) -> RPCError {
    RPCError(
      -32022, "Unsupported protocol version", status: 400,
      data: ["supported": .strings(supported), "requested": requested])
  }

  /// MCP 2025-11-25, URL Mode Elicitation.
  static func visitDemanded(_ url: String) -> RPCError {
    let visit: JSON = [
      "mode": "url", "elicitationId": "1", "url": .string(url), "message": "Say yes on this page first",
    ]
    return RPCError(-32042, "URL elicitation required", status: 200, data: ["elicitations": .array([visit])])
  }

  /// Without an id where the request had none that could be read.
  func answer(id: JSON?, headers: [(String, String)] = []) -> Answer {
    .json(message(id: id), status: status, headers: headers)
  }

  func message(id: JSON?) -> JSON {
    var error: [String: JSON] = ["code": .integer(code), "message": .string(message)]
    error["data"] = data
    var members: [String: JSON] = ["jsonrpc": "2.0", "error": .object(error)]
    members["id"] = id
    return .object(members)
  }
}
