/// A tool of the demo server.
protocol Tool: Sendable {
  var name: String { get }
  var title: String { get }
  var summary: String { get }
  var parameters: [ToolParameter] { get }
  /// The schema of the structured content, where there is any.
  var output: JSON? { get }
  /// A scope that the token needs beyond `tools:read`.
  var extraScope: Scope? { get }
  var readOnly: Bool { get }

  /// The arguments have been checked against the parameters.
  func run(_ arguments: ToolArguments, for caller: Caller, in world: inout World) -> ToolOutcome
}

extension Tool {
  var output: JSON? { nil }
  var extraScope: Scope? { nil }
  var readOnly: Bool { true }

  /// The tool as `tools/list` shows it.
  var definition: JSON {
    var members: [String: JSON] = [
      "name": .string(name), "title": .string(title), "description": .string(summary), "inputSchema": inputSchema,
      "annotations": ["readOnlyHint": .bool(readOnly)],
    ]
    members["outputSchema"] = output
    return .object(members)
  }

  private var inputSchema: JSON {
    var members: [String: JSON] = ["type": "object", "additionalProperties": false]
    if !parameters.isEmpty {
      members["properties"] = .object(
        Dictionary(parameters.map { ($0.name, $0.schema) }, uniquingKeysWith: { first, _ in first }))
    }
    let required = parameters.filter(\.required).map(\.name)
    if !required.isEmpty { members["required"] = .strings(required) }
    return .object(members)
  }
}
