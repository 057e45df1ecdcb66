/// A JSON value as it came, whatever it is.
enum JSONMember: Codable, Sendable, Equatable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case number(Double)
  case text(String)
  case array([JSONMember])
  case object([String: JSONMember])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode([JSONMember].self) {
      self = .array(value)
    } else if let value = try? container.decode([String: JSONMember].self) {
      self = .object(value)
    } else {
      // A number beyond every type here must not cost the document that it stands in.
      self = .null
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .boolean(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .object(let members): try container.encode(members)
    }
  }

  /// Whether it is an object with this member.
  func has(_ member: String) -> Bool { if case .object(let members) = self { members[member] != nil } else { false } }

  /// What kind of value it is, in the words of RFC 8259 §3.
  var kind: String {
    switch self {
    case .null: "null"
    case .boolean: "boolean"
    case .integer, .number: "number"
    case .text: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}
