/// A JSON-RPC 2.0 notification: a message without an answer.
public struct JSONRPCNotification: Sendable, Equatable {
  /// Such as `notifications/initialized`.
  public let method: String
  /// An object, or nil for none.
  public let params: JSONValue?

  /// Makes a notification.
  public init(method: String, params: JSONValue? = nil) {
    self.method = method
    self.params = params
  }

  /// The message.
  public var json: JSONValue {
    var members: [String: JSONValue] = ["jsonrpc": "2.0", "method": .string(method)]
    members["params"] = params
    return .object(members)
  }
}
