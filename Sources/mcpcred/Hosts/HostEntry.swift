import MCP

/// What a host's file says about one server, in the order that people write it.
struct HostEntry {
  let name: String
  let members: [(name: String, value: HostValue)]

  /// `"name": {…}`.
  func member(_ layout: JSONLayout) -> String { "\(Self.quoted(name)): \(object(layout))" }

  func object(_ layout: JSONLayout) -> String {
    let inner = layout.deeper
    let lines = members.map { "\(Self.quoted($0.name)): \($0.value.json)" }
    return "{\(inner.start)\(lines.joined(separator: inner.separator))\(layout.end)}"
  }

  /// On one line.
  var plain: String { object(JSONLayout(isSpread: false, newline: "\n", indent: "", unit: "")) }

  /// A TOML table (TOML 1.0): `[container.name]` and a line for each member.
  func toml(_ container: String) -> String {
    let isBare = name.utf8.allSatisfy { $0 != UInt8(ascii: ".") && HostValue.isPlain($0) }
    let head = "[\(container).\(isBare ? name : Self.quoted(name))]"
    return ([head] + members.map { "\($0.name) = \($0.value.toml)" }).joined(separator: "\n")
  }

  /// A mapping in YAML, under the container: by name, or as an element of a list that has the name within.
  func yaml(_ container: String, isList: Bool) -> String {
    let lines = members.map { "\($0.name): \($0.value.yaml)" }
    guard isList else {
      return (["\(container):", "  \(HostValue.yaml(name)):"] + lines.map { "    " + $0 }).joined(separator: "\n")
    }
    let named = ["name: \(HostValue.yaml(name))"] + lines
    return (["\(container):", "  - \(named[0])"] + named.dropFirst().map { "    " + $0 }).joined(separator: "\n")
  }

  static func quoted(_ text: String) -> String { JSONValue.string(text).text() }
}
