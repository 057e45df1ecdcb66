/// Checks a value against a schema of unknown quality: bounded in depth and in steps, so that a schema which refers to
/// itself ends too. What lies beyond the bounds is permitted.
struct SchemaCheck {
  private(set) var errors: [ArgumentError] = []
  private let root: JSONValue
  private let closed: Bool
  private var steps = 20_000
  private var depth = 0
  /// Above 0 while it is only asked whether something fits, so that no words are made for errors nobody sees.
  private var trials = 0

  init(root: JSONValue, closed: Bool) {
    self.root = root
    self.closed = closed
  }

  mutating func check(_ value: JSONValue, _ schema: JSONValue, at path: String) {
    guard steps > 0, depth < 200, schema.objectValue != nil else { return }
    steps -= 1
    depth += 1
    defer { depth -= 1 }
    let view = JSONSchema(schema, root: root)
    if let target = view.target { check(value, target.json, at: path) }
    if let types = typesMissed(value, view) {
      add(.type(types), value, view, path)
      return
    }
    checkValues(value, view, path)
    switch value {
    case .integer, .number, .decimal: checkNumber(value, view, path)
    case .string(let text): checkText(text, value, view, path)
    case .array(let elements): checkElements(elements, value, view, path)
    case .object(let members): checkMembers(members, view, path)
    case .null, .bool: break
    }
    for member in schema["allOf"]?.arrayValue ?? [] { check(value, member, at: path) }
    for keyword in ["anyOf", "oneOf"] { checkAlternatives(value, view, keyword, path) }
  }

  private mutating func add(_ rule: ArgumentRule, _ given: JSONValue?, _ schema: JSONSchema?, _ path: String) {
    let given = trials > 0 ? nil : given.map(JSONSchema.typed)
    let example = trials > 0 ? nil : schema?.example
    errors.append(ArgumentError(parameter: path, rule: rule, given: given, example: example))
  }

  private func typesMissed(_ value: JSONValue, _ schema: JSONSchema) -> [String]? {
    guard schema.json["type"] != nil, !schema.types.isEmpty else { return nil }
    let fits = schema.types.contains { name in
      switch (name, value) {
      case ("null", .null), ("boolean", .bool), ("string", .string), ("array", .array), ("object", .object),
        ("number", .integer), ("number", .number), ("number", .decimal), ("integer", .integer):
        true
      // 3.0 is an integer in JSON Schema (2020-12 Validation, §6.1.1).
      case ("integer", .number), ("integer", .decimal): value.numberValue.map { $0.rounded() == $0 } ?? false
      default: false
      }
    }
    return fits ? nil : schema.types
  }

  private mutating func checkValues(_ value: JSONValue, _ schema: JSONSchema, _ path: String) {
    for values in [schema.json["enum"]?.arrayValue, schema.json["const"].map { [$0] }] {
      guard let values, !values.contains(where: { Self.areEqual($0, value) }) else { continue }
      let nearest =
        trials > 0 ? nil : Suggestion.closest(to: JSONSchema.typed(value), among: values.map(JSONSchema.typed))
      add(.oneOf(values, suggestion: nearest), value, schema, path)
    }
  }

  private mutating func checkNumber(_ value: JSONValue, _ schema: JSONSchema, _ path: String) {
    guard let number = value.numberValue else { return }
    let bounds: [(String, (JSONValue) -> ArgumentRule, (Double) -> Bool)] = [
      ("minimum", ArgumentRule.minimum, { number >= $0 }), ("maximum", ArgumentRule.maximum, { number <= $0 }),
      ("exclusiveMinimum", ArgumentRule.exclusiveMinimum, { number > $0 }),
      ("exclusiveMaximum", ArgumentRule.exclusiveMaximum, { number < $0 }),
      ("multipleOf", ArgumentRule.multipleOf, { $0 <= 0 || abs((number / $0).rounded() - number / $0) < 1e-9 }),
    ]
    for (keyword, rule, holds) in bounds {
      guard let bound = schema.json[keyword], let limit = bound.numberValue, !holds(limit) else { continue }
      add(rule(bound), value, schema, path)
    }
  }

  private mutating func checkText(_ text: String, _ value: JSONValue, _ schema: JSONSchema, _ path: String) {
    if let least = schema.count("minLength"), text.unicodeScalars.count < least {
      add(.minLength(least), value, schema, path)
    }
    if let most = schema.count("maxLength"), text.unicodeScalars.count > most {
      add(.maxLength(most), value, schema, path)
    }
  }

  private mutating func checkElements(
    _ elements: [JSONValue], _ value: JSONValue, _ schema: JSONSchema, _ path: String
  ) {
    if let least = schema.count("minItems"), elements.count < least { add(.minItems(least), value, schema, path) }
    if let most = schema.count("maxItems"), elements.count > most { add(.maxItems(most), value, schema, path) }
    if schema.json["uniqueItems"] == true, Set(elements.map { $0.serialized() }).count < elements.count {
      add(.uniqueItems, value, schema, path)
    }
    let first = schema.json["prefixItems"]?.arrayValue ?? []
    for (index, element) in elements.enumerated() {
      guard let inner = index < first.count ? first[index] : schema.json["items"] else { break }
      check(element, inner, at: "\(path)[\(index)]")
    }
  }

  private mutating func checkMembers(_ members: [String: JSONValue], _ schema: JSONSchema, _ path: String) {
    let prefix = path.isEmpty ? "" : path + "."
    for name in schema.json["required"]?.arrayValue?.compactMap(\.stringValue) ?? [] where members[name] == nil {
      add(.required, nil, schema.member(name), prefix + name)
    }
    let properties = schema.json["properties"]?.objectValue
    let others = schema.json["additionalProperties"]
    for (name, value) in members.sorted(by: { $0.key < $1.key }) {
      if let property = properties?[name] {
        check(value, property, at: prefix + name)
      } else if others == false || (others == nil && closed && properties != nil && schema.isSelfContained) {
        guard schema.json["patternProperties"] == nil else { continue }
        let known = (properties?.keys.sorted() ?? []).map { prefix + $0 }
        let nearest = trials > 0 ? nil : Suggestion.closest(to: prefix + name, among: known)
        add(.unknown(suggestion: nearest, known: known), value, nil, prefix + name)
      } else if let others {
        check(value, others, at: prefix + name)
      }
    }
  }

  /// `oneOf` counts as met by any number of its schemas: that only one may fit is left to the server.
  private mutating func checkAlternatives(
    _ value: JSONValue, _ schema: JSONSchema, _ keyword: String, _ path: String
  ) {
    guard let alternatives = schema.json[keyword]?.arrayValue, !alternatives.isEmpty else { return }
    var misses: [(alternative: JSONValue, errors: [ArgumentError])] = []
    for alternative in alternatives {
      let found = trial(value, alternative, path)
      if found.isEmpty { return }
      misses.append((alternative, found))
    }
    // Where all but one alternative are of another type, as in an optional parameter, that one tells what is wrong.
    let ofType = misses.filter { miss in
      !miss.errors.contains { if case .type = $0.rule { $0.parameter == path } else { false } }
    }
    if let only = ofType.first, ofType.count == 1 {
      check(value, only.alternative, at: path)
    } else if ofType.isEmpty {
      let types = misses.flatMap(\.errors).flatMap { if case .type(let names) = $0.rule { names } else { [String]() } }
      add(.type(types.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }), value, schema, path)
    } else {
      add(.alternatives, value, schema, path)
    }
  }

  private mutating func trial(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [ArgumentError] {
    let before = errors.count
    trials += 1
    check(value, schema, at: path)
    trials -= 1
    defer { errors.removeLast(errors.count - before) }
    return Array(errors[before...])
  }

  /// Numbers by their value, the rest as they are (2020-12 Core, §4.2.2).
  static func areEqual(_ left: JSONValue, _ right: JSONValue) -> Bool {
    if let left = left.integerValue, let right = right.integerValue { return left == right }
    if let left = left.numberValue, let right = right.numberValue { return left == right }
    return left == right
  }
}

extension JSONSchema {
  fileprivate func count(_ keyword: String) -> Int? { json[keyword]?.integerValue.flatMap { Int(exactly: $0) } }

  /// Whether no other keyword can bring in more properties.
  fileprivate var isSelfContained: Bool {
    ["$ref", "allOf", "anyOf", "oneOf", "if", "dependentSchemas", "patternProperties", "unevaluatedProperties"]
      .allSatisfy { json[$0] == nil }
  }
}
