import MCP

/// JSON as people write it into settings, with comments and commas at the end, and where each piece of it stands: to change
/// one member and leave every other byte as it is.
struct CommentedJSON {
  let bytes: [UInt8]
  let root: Node

  /// A value and the bytes that it is made of.
  struct Node {
    enum Kind {
      case object([Member])
      case array([Node])
      case scalar(JSONValue)
    }

    let kind: Kind
    let range: Range<Int>

    /// Nil for what is not an object.
    var members: [Member]? { if case .object(let members) = kind { members } else { nil } }

    /// The members of that name: more than one is nobody's to change.
    func members(named name: String) -> [Member] { (members ?? []).filter { $0.name == name } }

    var value: JSONValue {
      switch kind {
      case .object(let members): .object(Dictionary(members.map { ($0.name, $0.value.value) }) { $1 })
      case .array(let elements): .array(elements.map(\.value))
      case .scalar(let value): value
      }
    }
  }

  /// A member of an object.
  struct Member {
    let name: String
    /// Where its name begins.
    let start: Int
    let value: Node
    /// Where the comma behind it stands.
    let comma: Int?

    /// Its name and its value.
    var range: Range<Int> { start..<value.range.upperBound }
  }

  /// A file with nothing in it is one without settings.
  init(_ bytes: [UInt8]) throws(HostFileFlaw) {
    let isEmpty = bytes.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    self.bytes = isEmpty ? Array("{}\n".utf8) : bytes
    var reader = CommentedJSONReader(self.bytes)
    root = try reader.document()
    guard root.members != nil else { throw .notAnObject(at: nil) }
  }

  /// The text of a range.
  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
