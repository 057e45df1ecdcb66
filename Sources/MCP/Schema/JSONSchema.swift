/// A JSON Schema as far as this client reads one: types, bounds, properties, items, alternatives and local references
/// of the 2020-12 dialect. Nothing is fetched (MCP 2026-07-28, Base Protocol); what is not understood is permitted.
public struct JSONSchema: Sendable, Equatable {
  /// The schema.
  public let json: JSONValue
  /// The document that local references point into.
  let root: JSONValue

  private static let stepLimit = 64

  /// Makes a schema of a whole document.
  public init(_ json: JSONValue) { self.init(json, root: json) }

  init(_ json: JSONValue, root: JSONValue) {
    self.json = json
    self.root = root
  }

  /// What does not fit, by location; empty where everything that is checked does.
  ///
  /// A closed schema also refuses members it does not list where it says nothing about others: JSON Schema permits
  /// those, but in typed arguments they are slips.
  public func violations(of value: JSONValue, closed: Bool = false) -> [ArgumentError] {
    var check = SchemaCheck(root: root, closed: closed)
    check.check(value, json, at: "")
    return check.errors
  }

  /// The schemas that a value may follow: references resolved, `anyOf`, `oneOf` and `allOf` opened. Empty where nothing
  /// is said about the type.
  func alternatives() -> [JSONSchema] {
    var found: [JSONSchema] = []
    var steps = Self.stepLimit
    collect(into: &found, steps: &steps)
    return found
  }

  /// Bounded by the schemas looked at, as a schema may refer to itself many times over.
  private func collect(into found: inout [JSONSchema], steps: inout Int) {
    guard steps > 0 else { return }
    steps -= 1
    if ["type", "enum", "const", "properties", "items"].contains(where: { json[$0] != nil }) { found.append(self) }
    target?.collect(into: &found, steps: &steps)
    for keyword in ["anyOf", "oneOf", "allOf"] {
      for member in json[keyword]?.arrayValue ?? [] where steps > 0 {
        JSONSchema(member, root: root).collect(into: &found, steps: &steps)
      }
    }
  }

  /// What a local `$ref` points at.
  var target: JSONSchema? {
    json["$ref"]?.stringValue.flatMap { Self.lookup($0, in: root) }.map { JSONSchema($0, root: root) }
  }

  /// The names JSON Schema has for the types a value may have, as far as this schema alone says.
  var types: [String] {
    if let name = json["type"]?.stringValue { return [name] }
    if let names = json["type"]?.arrayValue { return names.compactMap(\.stringValue) }
    if json["properties"]?.objectValue != nil { return ["object"] }
    return json["items"]?.objectValue == nil ? [] : ["array"]
  }

  /// The values of `enum` or `const`.
  var values: [JSONValue]? { json["enum"]?.arrayValue ?? json["const"].map { [$0] } }

  /// The schema of a member, if any is given.
  func member(_ name: String) -> JSONSchema? {
    let all = alternatives()
    let listed = all.lazy.compactMap { $0.json["properties"]?[name] }.first
    let other = all.lazy.compactMap { $0.json["additionalProperties"] }.first { $0.objectValue != nil }
    return (listed ?? other).map { JSONSchema($0, root: root) }
  }

  /// The schema of an array's elements, if one is given.
  var element: JSONSchema? {
    alternatives().lazy.compactMap { $0.json["items"] }.first.map { JSONSchema($0, root: root) }
  }

  /// RFC 6901 in a fragment; other documents and anchors are not followed.
  static func lookup(_ reference: String, in root: JSONValue) -> JSONValue? {
    if reference == "#" { return root }
    guard reference.hasPrefix("#/") else { return nil }
    var value: JSONValue? = root
    for part in reference.dropFirst(2).split(separator: "/", omittingEmptySubsequences: false) {
      let name = String(part).replacing("~1", with: "/").replacing("~0", with: "~")
      value = value?[name] ?? Int(name).flatMap { value?[$0] }
    }
    return value
  }
}
