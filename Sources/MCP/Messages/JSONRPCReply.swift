/// The answer to a JSON-RPC request, whoever asked.
public enum JSONRPCReply: Sendable, Equatable {
  case result(JSONValue)
  case failure(JSONRPCError)

  /// What is said to a method that nobody here answers (JSON-RPC 2.0 §5.1).
  public static let methodNotFound = JSONRPCReply.failure(
    JSONRPCError(code: JSONRPCError.methodNotFound, message: "Method not found"))

  /// The message that answers the request of that id.
  public func message(to id: RequestID) -> JSONValue {
    switch self {
    case .result(let result): ["jsonrpc": "2.0", "id": id.json, "result": result]
    case .failure(let error): ["jsonrpc": "2.0", "id": id.json, "error": error.json]
    }
  }
}
