/// A request to an MCP server, before it is known in which era the server is spoken to.
public struct MCPRequest: Sendable, Equatable {
  /// Such as `tools/call`.
  public let method: String
  /// Its members as they go on the wire, but for what an era adds under `_meta`.
  public var params: [String: JSONValue]
  /// What the modern era wants mirrored in headers.
  public let headerParameters: [HeaderParameter]
  /// Whether it may be sent twice without anyone noticing: it reads, and nothing else.
  public let isRepeatable: Bool
  /// Whether it may be sent again where a lost session leaves open what became of it.
  public let isSafe: Bool
  /// The id that the server must see; nil for whichever is next.
  public let id: RequestID?
  /// For the whole answer, where that is not what the conversation gives to every request.
  public let limit: Duration?
  /// Whether its own id goes along as the name under which the server reports progress.
  public let asksForProgress: Bool

  /// Makes a request. One that is repeatable is safe as well.
  public init(
    _ method: String, params: [String: JSONValue] = [:], headerParameters: [HeaderParameter] = [],
    isRepeatable: Bool = true, isSafe: Bool = true, asksForProgress: Bool = false, id: RequestID? = nil,
    limit: Duration? = nil
  ) {
    self.method = method
    self.params = params
    self.headerParameters = headerParameters
    self.isRepeatable = isRepeatable
    self.isSafe = isSafe || isRepeatable
    self.asksForProgress = asksForProgress
    self.id = id
    self.limit = limit
  }

  /// The first page of a list such as `tools/list`, or the one behind the cursor.
  public static func list(_ method: String, cursor: String? = nil) -> MCPRequest {
    MCPRequest(method, params: cursor.map { ["cursor": .string($0)] } ?? [:])
  }

  /// `tools/call`. Once more in a new session only where the tool says that this does no harm.
  public static func call(_ tool: ToolDefinition, arguments: JSONValue) -> MCPRequest {
    MCPRequest(
      "tools/call", params: ["name": .string(tool.name), "arguments": arguments],
      headerParameters: tool.headerParameters, isRepeatable: false,
      isSafe: tool.annotations.readOnlyHint || tool.annotations.idempotentHint, asksForProgress: true)
  }

  /// The same request with the answers to an `input_required` result: `requestState` as it was given, and only if it was
  /// (MCP 2026-07-28, Multi Round-Trip Requests).
  public func answering(_ responses: [String: JSONValue], requestState: String?) -> MCPRequest {
    var next = self
    next.params["inputResponses"] = .object(responses)
    next.params["requestState"] = requestState.map { .string($0) }
    return next
  }

  /// What `Mcp-Name` must repeat (MCP 2026-07-28, Streamable HTTP); nil for a method that names nothing.
  var name: String? {
    switch method {
    case "tools/call", "prompts/get": params["name"]?.stringValue
    case "resources/read": params["uri"]?.stringValue
    case "tasks/get", "tasks/update", "tasks/cancel": params["taskId"]?.stringValue
    default: nil
    }
  }
}
