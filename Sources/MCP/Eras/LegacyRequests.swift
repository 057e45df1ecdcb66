public import HTTP

/// Makes the requests of the era of `initialize` (MCP 2025-11-25, Lifecycle and Transports). `Authorization` is the
/// caller's to add.
public struct LegacyRequests: Sendable {
  /// The one URL of the server.
  public let endpoint: WebURL
  /// What `initialize` proposes; afterwards what the server answered.
  public var version: ProtocolVersion
  /// What the answer to `initialize` carried, if anything; goes on every request after it.
  public var sessionID: SessionID?
  /// For each request, its whole answer included.
  public let deadline: Duration

  /// Makes a builder; after `initialize` set `version` and `sessionID` from its answer.
  public init(
    endpoint: WebURL, version: ProtocolVersion = .v2025_11_25, sessionID: SessionID? = nil,
    deadline: Duration = .seconds(30)
  ) {
    self.endpoint = endpoint
    self.version = version
    self.sessionID = sessionID
    self.deadline = deadline
  }

  /// `initialize`, which carries neither session nor version header.
  public func initialize(
    client: ClientInfo, capabilities: ClientCapabilities = ClientCapabilities(), id: RequestID
  ) -> HTTPRequest {
    let params: JSONValue = [
      "protocolVersion": .string(version.rawValue), "capabilities": capabilities.json, "clientInfo": client.json,
    ]
    let message = JSONRPCRequest(id: id, method: "initialize", params: params).json
    return HTTPRequest(
      .post, endpoint,
      headers: HTTPHeaders([("Accept", Self.bothKinds), ("Content-Type", "application/json")]),
      body: message.serialized(), deadline: deadline)
  }

  /// `notifications/initialized`, due after `initialize` and before anything else; answered by 202.
  public func initialized() -> HTTPRequest {
    post(JSONRPCNotification(method: "notifications/initialized").json)
  }

  /// A request of any method.
  public func request(_ request: MCPRequest, id: RequestID) -> HTTPRequest {
    self.request(request.method, params: request.params, id: id, progressToken: request.asksForProgress ? id : nil)
  }

  /// Any method; without params none are sent.
  public func request(
    _ method: String, params: [String: JSONValue] = [:], id: RequestID, progressToken: RequestID? = nil
  ) -> HTTPRequest {
    var params = params
    if let progressToken {
      var meta = params["_meta"]?.objectValue ?? [:]
      meta["progressToken"] = progressToken.json
      params["_meta"] = .object(meta)
    }
    return post(JSONRPCRequest(id: id, method: method, params: params.isEmpty ? nil : .object(params)).json)
  }

  /// `notifications/cancelled`: closing a connection does not cancel in this era. Never for `initialize`.
  public func cancel(_ id: RequestID, reason: String? = nil) -> HTTPRequest {
    var params: [String: JSONValue] = ["requestId": id.json]
    params["reason"] = reason.map { .string($0) }
    return post(JSONRPCNotification(method: "notifications/cancelled", params: .object(params)).json)
  }

  /// Any notification.
  public func notify(_ notification: JSONRPCNotification) -> HTTPRequest { post(notification.json) }

  /// The answer to a server's request of that id.
  public func reply(_ reply: JSONRPCReply, to id: RequestID) -> HTTPRequest { post(reply.message(to: id)) }

  /// The GET that goes on with a stream the server closed before its answer. The caller first waits as long as the
  /// stream's `retry` said (MCP 2025-11-25, Resumability and Redelivery).
  public func resume(lastEventID: String) -> HTTPRequest { listen(lastEventID: lastEventID, for: deadline) }

  /// The GET for what the server says of its own accord, for as long as `duration`; 405 where it has no such stream (MCP
  /// 2025-11-25, Listening for Messages from the Server).
  public func listen(lastEventID: String? = nil, for duration: Duration) -> HTTPRequest {
    var headers = sessionHeaders
    headers.add("Accept", "text/event-stream")
    if let lastEventID { headers.add("Last-Event-ID", lastEventID) }
    return HTTPRequest(.get, endpoint, headers: headers, deadline: duration)
  }

  /// The DELETE that ends the session, or nil where there is none. 405 is a fine answer.
  public func close() -> HTTPRequest? {
    guard sessionID != nil else { return nil }
    return HTTPRequest(.delete, endpoint, headers: sessionHeaders, deadline: deadline)
  }

  private static let bothKinds = "application/json, text/event-stream"

  private func post(_ message: JSONValue) -> HTTPRequest {
    var headers = sessionHeaders
    headers.add("Accept", Self.bothKinds)
    headers.add("Content-Type", "application/json")
    return HTTPRequest(.post, endpoint, headers: headers, body: message.serialized(), deadline: deadline)
  }

  private var sessionHeaders: HTTPHeaders {
    var headers = HTTPHeaders([("MCP-Protocol-Version", version.rawValue)])
    if let sessionID { headers.add("Mcp-Session-Id", sessionID.value) }
    return headers
  }
}
