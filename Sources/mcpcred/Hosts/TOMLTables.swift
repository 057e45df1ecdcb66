import MCP

/// What a TOML file has in tables `[container.NAME]`, as far as servers are described there: texts, lists of texts and plain
/// values. Whatever else TOML has is passed over; nothing is ever written by it.
struct TOMLTables {
  private(set) var entries: [(name: String, value: JSONValue)] = []

  init(_ text: String, container: String) {
    var name: String?, members: [String: JSONValue] = [:]
    func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
    var lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }[...]
    while let line = lines.popFirst()?.drop(while: isBlank) {
      if line.first == "[" {
        if let name { entries.append((name, .object(members))) }
        (name, members) = (Self.name(line, container), [:])
      } else if name != nil, let sign = line.firstIndex(of: "="), line.first != "#" {
        let key = line[..<sign].filter { !isBlank($0) && $0 != "\"" }
        var written = String(line[line.index(after: sign)...].drop(while: isBlank))
        // A list may go on over several lines.
        while written.first == "[", Self.value(written) == nil, let more = lines.popFirst() { written += "\n" + more }
        members[key] = Self.value(written)
      }
    }
    if let name { entries.append((name, .object(members))) }
  }

  /// The last part of `[container.name]`; nil for any other table, also one within.
  private static func name(_ line: Substring, _ container: String) -> String? {
    guard let end = line.lastIndex(of: "]"), line[line.startIndex...].hasPrefix("[\(container).") else { return nil }
    let rest = line[line.index(line.startIndex, offsetBy: container.count + 2)..<end]
    if rest.first == "\"" || rest.first == "'" { return value(String(rest))?.stringValue }
    return rest.isEmpty || rest.contains(".") ? nil : String(rest)
  }

  /// A basic string is written as JSON's, but for escapes that no address has; a literal one has none at all.
  private static func value(_ written: String) -> JSONValue? {
    var json = "", quote: Character?, isEscaped = false, isComment = false, depth = 0
    scan: for character in written {
      if let open = quote {
        let ends = character == open && !isEscaped
        isEscaped = open == "\"" && character == "\\" && !isEscaped
        if ends { quote = nil }
        json +=
          open == "'" && ends ? "\"" : open == "'" && "\"\\".contains(character) ? "\\\(character)" : "\(character)"
        if ends, depth == 0 { break }
        continue
      }
      if isComment {
        isComment = !character.isNewline
        continue
      }
      switch character {
      case "\"", "'":
        quote = character
        json += "\""
      case "[": depth += 1; json += "["
      case "]":
        depth -= 1
        if json.last == "," { json.removeLast() }
        json += "]"
        if depth == 0 { break scan }
      case "#": isComment = true
      case " ", "\t", "\n": break
      default: json.append(character)
      }
    }
    return try? JSONValue.parse(json)
  }
}
