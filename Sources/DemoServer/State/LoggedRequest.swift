/// One request on the protocol port.
public struct LoggedRequest: Sendable, Equatable {
  /// Position in the log since the server started, from 1.
  public let number: Int
  /// When it came in: seconds since 1970 on the server's own clock.
  public let at: Double
  /// What kind of place it went to: `metadata`, `resource_metadata`, `registration`, `client_configuration`,
  /// `client_document`, `authorization`, `consent`, `pushed_authorization`, `device_authorization`,
  /// `device_verification`, `token`, `revocation`, `introspection`, `userinfo`, `keys`, `mcp` or `nowhere`.
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
  /// How the client authenticated, by the name of the method, at an endpoint that asks for it; `nil` if it did not even
  /// name itself.
  public var clientAuthentication: String? {
    guard Self.authenticating.contains(endpoint) else { return nil }
    if headers["authorization"]?.lowercased().hasPrefix("basic ") == true { return "client_secret_basic" }
    if parameters["client_assertion"] != nil { return "private_key_jwt" }
    if parameters["client_secret"] != nil { return "client_secret_post" }
    return parameters["client_id"] == nil ? nil : "none"
  }
  private static let authenticating: Set = [
    "token", "revocation", "introspection", "pushed_authorization", "device_authorization",
  ]

  /// The JSON-RPC method of a request to an MCP endpoint.
  public var rpcMethod: String? { endpoint == "mcp" ? parameters["method"] : nil }
}
