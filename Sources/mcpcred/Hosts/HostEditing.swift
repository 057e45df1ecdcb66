import MCP

/// What becomes of a host's settings, checked before it is written: all but one entry says what it said before.
struct HostEditing {
  let json: CommentedJSON
  let container: String

  /// With the entry in it. Nil where another program's entry has the name.
  func putting(_ entry: HostEntry) throws(HostFileFlaw) -> [UInt8]? {
    if let old = try present(entry.name), HostServed(entry.name, old) == nil { return nil }
    let new = try json.putting(entry, in: container)
    try check(new, but: [entry.name])
    let written = try CommentedJSON(new).root.value[container]?[entry.name]
    guard written == (try? JSONValue.parse(entry.plain)) else { throw .notKept }
    // What says the same in another way is left as a person has written it.
    return try present(entry.name) == written ? json.bytes : new
  }

  /// Without the entries of these names.
  func removing(_ names: [String]) throws(HostFileFlaw) -> [UInt8] {
    var settings = json
    for name in names { settings = try CommentedJSON(try settings.removing(name, from: container)) }
    try check(settings.bytes, but: names)
    return settings.bytes
  }

  /// Every entry, in the file's order.
  var entries: [(name: String, value: JSONValue)] {
    (json.root.members(named: container).first?.value.members ?? []).map { ($0.name, $0.value.value) }
  }

  /// Those that belong to one project, by their names.
  func entries(ofProject folder: String) -> [(name: String, value: JSONValue)] {
    let found = json.root.value["projects"]?[folder]?[container]?.objectValue ?? [:]
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func present(_ name: String) throws(HostFileFlaw) -> JSONValue? {
    try json.member(container, of: json.root).flatMap { holder in holder.value.members(named: name).first?.value.value }
  }

  private func check(_ new: [UInt8], but names: [String]) throws(HostFileFlaw) {
    guard rest(try CommentedJSON(new), names) == rest(json, names) else { throw .notKept }
  }

  /// Everything else. A container without entries is as good as none.
  private func rest(_ settings: CommentedJSON, _ names: [String]) -> JSONValue {
    var root = settings.root.value.objectValue ?? [:]
    let others = (root[container]?.objectValue ?? [:]).filter { !names.contains($0.key) }
    root[container] = .object(others)
    return .object(root)
  }
}
