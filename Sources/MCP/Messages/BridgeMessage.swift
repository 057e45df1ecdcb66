/// A message on its way to a host.
public enum BridgeMessage: Sendable {
  /// A request or a notification, of ours or of the server's.
  case message(JSONValue)
  /// The result of the host's request, as the server gave it: it may be large, and is not read.
  case result(RequestID, JSONText)
  /// The end of the host's request; the id is nil where it could not be read (JSON-RPC 2.0 §5).
  case failure(RequestID?, JSONRPCError)

  /// The message on one line without its end, in portions: so it goes over stdio (MCP, Transports, stdio).
  public func write(to take: ([UInt8]) -> Void) {
    switch self {
    case .message(let value): value.write(to: take)
    case .result(let id, let result):
      take(Array("{\"jsonrpc\":\"2.0\",\"id\":".utf8))
      id.json.write(to: take)
      take(Array(",\"result\":".utf8))
      result.write(to: take)
      take([UInt8(ascii: "}")])
    case .failure(let id, let error):
      JSONValue.object(["jsonrpc": "2.0", "id": id?.json ?? .null, "error": error.json]).write(to: take)
    }
  }
}
