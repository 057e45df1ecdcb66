/// A JSON-RPC message as it came in.
struct RPCMessage: Sendable {
  /// `nil` for a notification.
  let id: JSON?
  /// `nil` for a response.
  let method: String?
  /// An empty object where there are none.
  let params: JSON

  /// One object: no batch, which no revision after 2025-03-26 knows.
  init(_ bytes: [UInt8]) throws(RPCError) {
    guard let value = JSON.parse(bytes) else { throw .parseError }
    guard value.object != nil, value["jsonrpc"] == "2.0" else { throw .invalidRequest("not one JSON-RPC message") }
    switch value["id"] {
    case nil: id = nil
    case .string?, .integer?: id = value["id"]
    default: throw .invalidRequest("id must be a string or an integer")
    }
    method = value["method"]?.string
    guard method != nil || value["result"] != nil || value["error"] != nil else {
      throw .invalidRequest("method is missing")
    }
    params = value["params"] ?? [:]
    guard params.object != nil else { throw .invalidRequest("params must be an object") }
  }

  var meta: JSON { params["_meta"] ?? [:] }

  /// A string or an integer, chosen by the client.
  var progressToken: JSON? {
    switch meta["progressToken"] {
    case .some(let token) where token.string != nil || token.integer != nil: token
    default: nil
    }
  }
}
