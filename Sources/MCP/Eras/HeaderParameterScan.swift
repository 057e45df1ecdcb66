/// Walks an input schema for `x-mcp-header`. Only places that hold schemas are searched: a property may itself be called
/// `x-mcp-header`, and what `default`, `enum` or `examples` hold is data.
struct HeaderParameterScan {
  private static let annotation = "x-mcp-header"
  private static let oneSchema = [
    "items", "additionalItems", "additionalProperties", "unevaluatedItems", "unevaluatedProperties", "contains",
    "propertyNames", "not", "if", "then", "else", "contentSchema",
  ]
  private static let manySchemas = ["allOf", "anyOf", "oneOf", "prefixItems", "items"]
  private static let namedSchemas = ["patternProperties", "dependentSchemas", "dependencies", "$defs", "definitions"]

  private var found: [HeaderParameter] = []
  private var taken: Set<String> = []

  mutating func parameters(of schema: JSONValue) throws(HeaderParameterFlaw) -> [HeaderParameter] {
    // The arguments as a whole are an object, which has no header.
    if schema[Self.annotation] != nil { throw .unfitType(property: "") }
    try walk(schema, path: [])
    return found
  }

  private mutating func walk(_ schema: JSONValue, path: [String]) throws(HeaderParameterFlaw) {
    for inner in Self.composed(in: schema) where Self.holdsAnnotation(inner) { throw .unreachable }
    let properties = schema["properties"]?.objectValue ?? [:]
    for (name, property) in properties.sorted(by: { $0.key < $1.key }) {
      let path = path + [name]
      if let header = property[Self.annotation] { try add(header, property, path) }
      try walk(property, path: path)
    }
  }

  private mutating func add(
    _ annotation: JSONValue, _ property: JSONValue, _ path: [String]
  ) throws(HeaderParameterFlaw) {
    let name = path.joined(separator: ".")
    guard let header = annotation.stringValue, Self.isFieldName(header) else { throw .notFieldName(property: name) }
    guard let kind = property["type"]?.stringValue.flatMap(HeaderParameter.Kind.init(rawValue:)) else {
      throw .unfitType(property: name)
    }
    guard taken.insert(header.lowercased()).inserted else { throw .duplicate(header: header) }
    found.append(HeaderParameter(header: header, path: path, kind: kind))
  }

  /// Schemas directly below this one that no chain of `properties` reaches.
  private static func composed(in schema: JSONValue) -> [JSONValue] {
    var inner = oneSchema.compactMap { schema[$0] }
    for keyword in manySchemas { inner += schema[keyword]?.arrayValue ?? [] }
    for keyword in namedSchemas { inner += schema[keyword]?.objectValue?.values.map { $0 } ?? [] }
    return inner
  }

  private static func holdsAnnotation(_ schema: JSONValue) -> Bool {
    if schema[annotation] != nil { return true }
    let properties = schema["properties"]?.objectValue?.values.map { $0 } ?? []
    return (composed(in: schema) + properties).contains(where: holdsAnnotation)
  }

  /// RFC 9110 §5.6.2.
  private static func isFieldName(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
      }
  }
}
