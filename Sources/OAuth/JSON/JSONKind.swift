import FoundationEssentials

/// What kind of value a member has, in the words of RFC 8259 §3: for saying what was found where something else was expected.
struct JSONKind: Decodable {
  let name: String

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      name = "null"
    } else if (try? container.decode(Bool.self)) != nil {
      name = "boolean"
    } else if (try? container.decode(Double.self)) != nil {
      name = "number"
    } else if (try? container.decode(String.self)) != nil {
      name = "string"
    } else {
      name = (try? decoder.unkeyedContainer()) == nil ? "object" : "array"
    }
  }

  /// The kind of a member of the object that the text holds; nil for none.
  static func found(_ member: String, in body: [UInt8]) -> String? {
    (try? JSONDecoder().decode([String: JSONKind].self, from: Data(body)))?[member]?.name
  }
}
