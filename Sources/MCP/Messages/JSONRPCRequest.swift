/// A JSON-RPC 2.0 request: ours to the server, or a legacy server's to us.
public struct JSONRPCRequest: Sendable, Equatable {
  /// What the answer repeats.
  public let id: RequestID
  /// Such as `tools/call`.
  public let method: String
  /// An object, or nil for none.
  public let params: JSONValue?

  /// Makes a request.
  public init(id: RequestID, method: String, params: JSONValue? = nil) {
    self.id = id
    self.method = method
    self.params = params
  }

  /// The message.
  public var json: JSONValue {
    var members: [String: JSONValue] = ["jsonrpc": "2.0", "id": id.json, "method": .string(method)]
    members["params"] = params
    return .object(members)
  }
}
