/// A JSON value (RFC 8259). Numbers travel as they were written: an id, an argument, an amount of money are not rounded.
public enum JSONValue: Sendable {
  case null
  case bool(Bool)
  /// A number written without fraction and exponent that fits 64 bits.
  case integer(Int64)
  /// A finite number that is written as its double is.
  case number(Double)
  /// Any other number, as it was written: with more digits than a double has, further than it reaches, or in another way.
  case decimal(String)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// The member of that name, where this is an object that has it.
  public subscript(_ name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members[name]
  }

  /// The element at that place, where this is an array that long.
  public subscript(_ index: Int) -> JSONValue? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  /// The text, where this is a string.
  public var stringValue: String? { if case .string(let text) = self { text } else { nil } }

  /// The truth value, where this is one.
  public var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// The whole number, also where it was written as `3.0` or `3e2`; nil outside 64 bits.
  public var integerValue: Int64? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int64(exactly: value)
    case .decimal(let text): Self.double(text).flatMap { Int64(exactly: $0) }
    default: nil
    }
  }

  /// The number, rounded to a double; nil where that is further than a double reaches.
  public var numberValue: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .decimal(let text): Self.double(text)
    default: nil
    }
  }

  private static func double(_ text: String) -> Double? { Double(text).flatMap { $0.isFinite ? $0 : nil } }

  /// The elements, where this is an array.
  public var arrayValue: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }

  /// The members, where this is an object.
  public var objectValue: [String: JSONValue]? { if case .object(let members) = self { members } else { nil } }

  /// Whether this is `null`.
  public var isNull: Bool { self == .null }
}
