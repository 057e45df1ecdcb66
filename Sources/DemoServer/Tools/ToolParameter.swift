/// One parameter of a tool.
struct ToolParameter: Sendable {
  enum Kind: Sendable {
    case number
    case integer(ClosedRange<Int>)
    case boolean
    case text(maximumLength: Int)
    case choice([String])
  }

  let name: String
  let kind: Kind
  let summary: String
  var required = true
  /// What an omitted one counts as.
  var standard: JSON?
  /// The `x-mcp-header` annotation.
  var header: String?

  var schema: JSON {
    var members: [String: JSON] = ["description": .string(summary)]
    switch kind {
    case .number: members["type"] = "number"
    case .integer(let range):
      members["type"] = "integer"
      members["minimum"] = .integer(range.lowerBound)
      members["maximum"] = .integer(range.upperBound)
    case .boolean: members["type"] = "boolean"
    case .text(let length):
      members["type"] = "string"
      members["maxLength"] = .integer(length)
    case .choice(let choices):
      members["type"] = "string"
      members["enum"] = .strings(choices)
    }
    members["default"] = standard
    members["x-mcp-header"] = header.map(JSON.string)
    return .object(members)
  }

  /// What is wrong with a value, or `nil`.
  func violation(_ value: JSON) -> String? {
    switch kind {
    case .number: value.double == nil ? "must be a number" : nil
    case .integer(let range):
      value.integer.map(range.contains) == true
        ? nil : "must be an integer from \(range.lowerBound) to \(range.upperBound)"
    case .boolean: value.bool == nil ? "must be true or false" : nil
    case .text(let length):
      value.string.map { $0.unicodeScalars.count <= length } == true
        ? nil : "must be a text of at most \(length) characters"
    case .choice(let choices):
      value.string.map(choices.contains) == true ? nil : "must be one of: \(choices.joined(separator: ", "))"
    }
  }
}
