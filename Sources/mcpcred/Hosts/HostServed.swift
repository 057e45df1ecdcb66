import MCP

/// An entry of a host's file that runs mcpcred for a server.
struct HostServed: Equatable {
  let entry: String
  let server: String
  let account: String?

  /// Nil for an entry that runs something else.
  init?(_ entry: String, _ value: JSONValue) {
    let command = value["command"] ?? value["cmd"]
    let first = command?.stringValue.map { [$0] } ?? Self.texts(command)
    let words = first + Self.texts(value["args"])
    guard let program = words.first, program == "mcpcred" || program.hasSuffix("/mcpcred"),
      let verb = words.firstIndex(of: "serve"), verb + 1 < words.count
    else { return nil }
    self.entry = entry
    // Options may stand before the server's name; those with a value are written with theirs by `host add`, behind it.
    guard let server = words[(verb + 1)...].first(where: { !$0.hasPrefix("-") }) else { return nil }
    self.server = server
    account = words.firstIndex(of: "--account").flatMap { words.indices.contains($0 + 1) ? words[$0 + 1] : nil }
  }

  /// Those of a container, in their order.
  static func all(in entries: [(name: String, value: JSONValue)]) -> [HostServed] {
    entries.compactMap { HostServed($0.name, $0.value) }
  }

  /// Names that stand behind `serve` in a file that is not read as what it is: enough to tell a person.
  static func mentioned(in text: String) -> [String] {
    guard text.contains("mcpcred") else { return [] }
    let words = text.split { "[],\"' \t\n\r".contains($0) }
    return zip(words, words.dropFirst()).compactMap { $0 == "serve" ? String($1) : nil }
  }

  private static func texts(_ value: JSONValue?) -> [String] { value?.arrayValue?.compactMap(\.stringValue) ?? [] }
}
