extension JSONSchema {
  /// A value that fits, as it would be typed; nil where the schema does not say what would.
  var example: String? {
    let all = alternatives()
    for schema in [self] + all {
      if let value = schema.json["examples"]?[0] ?? schema.json["default"] ?? schema.values?.first, !value.isNull {
        return Self.typed(value)
      }
    }
    return all.lazy.compactMap(\.exampleOfType).first
  }

  /// A value as it is typed behind `name=`: strings without quotes, the rest as JSON.
  static func typed(_ value: JSONValue) -> String { value.stringValue ?? value.text() }

  private var exampleOfType: String? {
    switch types.first(where: { $0 != "null" }) {
    case "string": "text"
    case "boolean": "true"
    case "integer", "number": Self.typed(json["minimum"] ?? json["maximum"] ?? 1)
    case "array": "[" + (element?.elementExample ?? "") + "]"
    case "object": "{}"
    default: nil
    }
  }

  private var elementExample: String? {
    // Not through `example`: items may refer back to the array.
    switch alternatives().lazy.compactMap({ $0.types.first }).first {
    case "string": "\"text\""
    case "boolean": "true"
    case "integer", "number": "1"
    case "object": "{}"
    default: nil
    }
  }
}
