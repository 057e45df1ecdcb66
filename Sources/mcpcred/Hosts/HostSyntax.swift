/// How a host's file is written, and where in it servers stand.
enum HostSyntax: Sendable {
  /// Members of a member of the root, by name. Comments are taken as they are.
  case json(String)
  /// Tables in a table.
  case toml(String)
  /// A mapping in a mapping; or a list, whose elements have their names within.
  case yaml(String, isList: Bool)

  var isEdited: Bool { if case .json = self { true } else { false } }

  var name: String {
    switch self {
    case .json: "JSON"
    case .toml: "TOML"
    case .yaml: "YAML"
    }
  }

  /// A whole file with nothing but the entry in it.
  func snippet(_ entry: HostEntry) -> String {
    switch self {
    case .json(let container):
      let layout = JSONLayout(isSpread: true, newline: "\n", indent: "    ", unit: "  ")
      return "{\n  \(HostEntry.quoted(container)): {\n    \(entry.member(layout))\n  }\n}"
    case .toml(let container): return entry.toml(container)
    case .yaml(let container, let isList): return entry.yaml(container, isList: isList)
    }
  }
}
