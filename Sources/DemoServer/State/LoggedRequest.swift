/// One request on the protocol port.
public struct LoggedRequest: Sendable, Equatable {
  /// Position in the log since the server started, from 1.
  public let number: Int
  /// When it came in: seconds since 1970 on the server's own clock.
  public let at: Double
  /// What kind of place it went to: `metadata`, `resource_metadata`, `registration`, `authorization`, `consent`,
  /// `token`, `revocation`, `mcp` or `nowhere`.
  public let endpoint: String
  /// The HTTP method.
  public let method: String
  /// The path, without the query.
  public let path: String
  /// Parameters of the query and of the body, with secrets replaced by the first digits of their SHA-256. Members of
  /// a JSON body have dotted names (`params.name`); a parameter sent twice has both values, joined by a comma.
  public let parameters: [String: String]
  /// The headers that OAuth and MCP define, names in lower case, secrets replaced in the same way.
  public let headers: [String: String]
  /// The status answered; `nil` while there is no answer, or if the connection was closed without one.
  public internal(set) var status: Int?
  /// The name of the fault the request met.
  public internal(set) var fault: String?

  /// The parameter `grant_type`.
  public var grantType: String? { parameters["grant_type"] }
  /// The JSON-RPC method of a request to an MCP endpoint.
  public var rpcMethod: String? { endpoint == "mcp" ? parameters["method"] : nil }
}
