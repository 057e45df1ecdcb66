import MCP

/// A tool as a person reads it: `name(a: number, b?: string)` and its description.
struct ToolSignature {
  let name: String
  let parameters: String
  /// Wrapped.
  let description: [String]

  init(_ tool: ToolDefinition, width: Int = 96) {
    name = Untrusted.plain(tool.name, limit: 64)
    let properties = tool.inputSchema["properties"]?.objectValue ?? [:]
    let required = (tool.inputSchema["required"]?.arrayValue ?? []).compactMap(\.stringValue)
    let optional = properties.keys.filter { !required.contains($0) }.sorted()
    let all = required.filter { properties[$0] != nil }.map { ($0, "") } + optional.map { ($0, "?") }
    let parts = all.map { key, mark in
      "\(Untrusted.plain(key, limit: 64))\(mark): \(Self.type(properties[key] ?? [:]))"
    }
    parameters = "(" + parts.joined(separator: ", ") + ")"
    description = Self.wrapped(Untrusted.block(tool.description ?? tool.title ?? ""), width: width)
  }

  private static func type(_ schema: JSONValue) -> String {
    if let values = schema["enum"]?.arrayValue {
      return Untrusted.plain(values.map { $0.stringValue ?? $0.text() }.joined(separator: " | "), limit: 80)
    }
    if let type = schema["type"]?.stringValue {
      guard type == "array", let item = schema["items"]?["type"]?.stringValue else {
        return Untrusted.plain(type, limit: 20)
      }
      return Untrusted.plain(item, limit: 20) + "[]"
    }
    let names = (schema["type"]?.arrayValue ?? schema["anyOf"]?.arrayValue?.compactMap { $0["type"] } ?? [])
    let told = names.compactMap(\.stringValue).filter { $0 != "null" }
    return told.isEmpty ? "any" : Untrusted.plain(told.joined(separator: " | "), limit: 40)
  }

  private static func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    for paragraph in text.split(separator: "\n") {
      var line = ""
      for word in paragraph.split(whereSeparator: \.isWhitespace) {
        if !line.isEmpty, line.count + word.count + 1 > width {
          lines.append(line)
          line = ""
        }
        line += line.isEmpty ? String(word) : " " + word
      }
      if !line.isEmpty { lines.append(line) }
    }
    return lines
  }
}
