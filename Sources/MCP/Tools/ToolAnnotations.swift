/// A server's hints about a tool. Untrusted (MCP, Tools); the defaults are the schema's, which assume the worst.
public struct ToolAnnotations: Sendable, Equatable {
  /// For people.
  public let title: String?
  /// Whether the tool changes nothing.
  public let readOnlyHint: Bool
  /// Only of interest where the tool is not read-only.
  public let destructiveHint: Bool
  /// Only of interest where the tool is not read-only.
  public let idempotentHint: Bool
  /// Whether the tool reaches beyond the server's own data.
  public let openWorldHint: Bool

  /// Reads the `annotations` of a tool, which may be absent.
  public init(_ json: JSONValue?) {
    title = json?["title"]?.stringValue
    readOnlyHint = json?["readOnlyHint"]?.boolValue ?? false
    destructiveHint = json?["destructiveHint"]?.boolValue ?? true
    idempotentHint = json?["idempotentHint"]?.boolValue ?? false
    openWorldHint = json?["openWorldHint"]?.boolValue ?? true
  }
}
