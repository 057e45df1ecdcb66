/// One message of JSON-RPC 2.0.
public enum JSONRPCMessage: Sendable, Equatable {
  case response(id: RequestID, result: JSONValue)
  /// The id is nil where the server could not read the request's (JSON-RPC 2.0 §5).
  case failure(id: RequestID?, error: JSONRPCError)
  case request(JSONRPCRequest)
  case notification(JSONRPCNotification)

  /// Every message of a body or an event: one object, or the array that MCP 2025-03-26 allows.
  ///
  /// Throws `malformedJSON`, `nestedTooDeep` and `notJSONRPC`.
  public static func parse(_ bytes: [UInt8]) throws(MCPError) -> [JSONRPCMessage] {
    let json = try JSONValue.parse(bytes)
    guard case .array(let elements) = json else { return [try JSONRPCMessage(json)] }
    guard !elements.isEmpty else { throw .notJSONRPC }
    var messages: [JSONRPCMessage] = []
    for element in elements { messages.append(try JSONRPCMessage(element)) }
    return messages
  }

  /// Tells which message a value is; throws `notJSONRPC`.
  public init(_ json: JSONValue) throws(MCPError) {
    guard json["jsonrpc"] == "2.0" else { throw .notJSONRPC }
    let id = RequestID(json["id"])
    if let method = json["method"]?.stringValue {
      if let id {
        self = .request(JSONRPCRequest(id: id, method: method, params: json["params"]))
      } else if json["id"] == nil {
        self = .notification(JSONRPCNotification(method: method, params: json["params"]))
      } else {
        throw .notJSONRPC
      }
    } else if let error = JSONRPCError(json["error"]) {
      self = .failure(id: id, error: error)
    } else if let result = json["result"], let id {
      self = .response(id: id, result: result)
    } else {
      throw .notJSONRPC
    }
  }
}
