/// One tool as its server describes it (MCP, Tools). All text in it is the server's and untrusted.
public struct ToolDefinition: Sendable, Equatable {
  /// Unique within the server; what `tools/call` names.
  public let name: String
  /// For people, where the name is not meant for them.
  public let title: String?
  /// For people and models.
  public let description: String?
  /// JSON Schema of the arguments; an object.
  public let inputSchema: JSONValue
  /// JSON Schema of the structured content, where the tool promises any.
  public let outputSchema: JSONValue?
  /// Hints; the worst is assumed of what is not said.
  public let annotations: ToolAnnotations
  /// What to mirror in headers; empty in the legacy era, which does not know them.
  public let headerParameters: [HeaderParameter]
  /// The definition as it came; reading it again in the same era gives an equal value, so this is what to cache.
  public let json: JSONValue

  /// Reads a tool of `tools/list`.
  public init(_ json: JSONValue, era: Era) throws(ToolFlaw) {
    guard let name = json["name"]?.stringValue, !name.isEmpty else { throw .malformed(member: "name") }
    guard let schema = json["inputSchema"], schema.objectValue != nil else { throw .malformed(member: "inputSchema") }
    self.name = name
    self.title = json["title"]?.stringValue
    self.description = json["description"]?.stringValue
    self.inputSchema = schema
    self.outputSchema = json["outputSchema"].flatMap { $0.objectValue == nil ? nil : $0 }
    self.annotations = ToolAnnotations(json["annotations"])
    do {
      self.headerParameters = era == .modern ? try HeaderParameter.all(in: schema) : []
    } catch {
      throw .header(error)
    }
    self.json = json
  }
}
