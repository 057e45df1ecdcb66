/// What a tool says.
struct ToolOutcome: Sendable {
  let text: String
  var structured: JSON?
  var isError = false
  /// What is reported while the tool takes its time; each step takes a tenth of a second.
  var steps: [String] = []

  static func failure(_ text: String) -> ToolOutcome { ToolOutcome(text: text, isError: true) }

  /// A value both as structured content and as text, for clients that know only the latter.
  static func value(_ value: JSON) -> ToolOutcome { ToolOutcome(text: value.text, structured: value) }

  /// The members of a `tools/call` result.
  var members: [String: JSON] {
    var members: [String: JSON] = [
      "content": [["type": "text", "text": .string(text)]], "isError": .bool(isError),
    ]
    members["structuredContent"] = structured
    return members
  }
}
