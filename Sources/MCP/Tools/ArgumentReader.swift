/// Reads typed text as the schema of its parameter says.
struct ArgumentReader {
  let schema: JSONSchema
  /// For the errors.
  let parameter: String

  /// One value, or several for a parameter that was given several times.
  func read(_ values: [ArgumentWord.Value]) throws(ArgumentError) -> JSONValue {
    guard let first = values.first, values.count > 1 else {
      return try values.first.map { value throws(ArgumentError) in try read(value) } ?? .null
    }
    guard types.contains("array") || types.isEmpty else {
      throw ArgumentError(parameter: parameter, rule: .repeated, given: Self.text(of: first), example: schema.example)
    }
    var elements: [JSONValue] = []
    for value in values { elements.append(try element.read(value)) }
    return .array(elements)
  }

  private func read(_ value: ArgumentWord.Value) throws(ArgumentError) -> JSONValue {
    switch value {
    case .json(let json): json
    case .text(let text): try read(text)
    }
  }

  private static func text(of value: ArgumentWord.Value) -> String {
    switch value {
    case .json(let json): json.text()
    case .text(let text): text
    }
  }

  private var element: ArgumentReader {
    ArgumentReader(schema: schema.element ?? JSONSchema([:]), parameter: parameter)
  }

  /// Types that are not narrowed down to a few values.
  private var types: [String] {
    schema.alternatives().filter { $0.values == nil }.flatMap(\.types)
  }

  private func read(_ text: String) throws(ArgumentError) -> JSONValue {
    let values = schema.alternatives().compactMap(\.values).flatMap { $0 }
    let types = types
    if let value = values.first(where: { JSONSchema.typed($0) == text }) { return value }
    if values.isEmpty, types.isEmpty { return (try? JSONValue.parse(text)) ?? .string(text) }
    // Text is the last resort, but for `null`: where text fits, that is a word like any other.
    if text == "null", types.contains("null"), !types.contains("string") { return .null }
    if types.contains("boolean"), text == "true" || text == "false" { return .bool(text == "true") }
    if types.contains("integer") || types.contains("number"), let value = number(text, types) { return value }
    if types.contains("array"), let value = try array(text, types) { return value }
    if types.contains("object"), text.hasPrefix("{"), let value = try json(text, types) { return value }
    if types.contains("string") { return .string(text) }
    throw misfit(text, types, values)
  }

  private func number(_ text: String, _ types: [String]) -> JSONValue? {
    guard let value = try? JSONValue.parse(text), value.numberValue != nil else { return nil }
    if case .integer = value { return value }
    if types.contains("number") { return value }
    // What is beyond 64 bits goes as it was typed: as a double it would be another number.
    if case .decimal(let typed) = value, !typed.utf8.contains(where: { ".eE".utf8.contains($0) }) { return value }
    // 3.0 is whole.
    return value.integerValue.map { .integer($0) }
  }

  private func array(_ text: String, _ types: [String]) throws(ArgumentError) -> JSONValue? {
    let holdsText = schema.element.map { $0.alternatives().contains { $0.types.contains("string") } } ?? true
    if text.hasPrefix("[") {
      if let value = try? JSONValue.parse(text), value.arrayValue != nil { return value }
      guard holdsText || types.contains("string") else { throw notJSON(text) }
    }
    return types.contains("string") ? nil : .array([try element.read(text)])
  }

  private func json(_ text: String, _ types: [String]) throws(ArgumentError) -> JSONValue? {
    if let value = try? JSONValue.parse(text) { return value }
    guard types.contains("string") else { throw notJSON(text) }
    return nil
  }

  private func notJSON(_ text: String) -> ArgumentError {
    ArgumentError(parameter: parameter, rule: .json, given: text, example: schema.example)
  }

  private func misfit(_ text: String, _ types: [String], _ values: [JSONValue]) -> ArgumentError {
    var rule = ArgumentRule.type(types.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
    if types.allSatisfy({ $0 == "null" }), !values.isEmpty {
      rule = .oneOf(values, suggestion: Suggestion.closest(to: text, among: values.map(JSONSchema.typed)))
    }
    return ArgumentError(parameter: parameter, rule: rule, given: text, example: schema.example)
  }
}
