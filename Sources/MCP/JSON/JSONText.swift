/// A JSON document as it came, checked and not read: a large result need not be in memory as a tree of values.
public struct JSONText: Sendable, Equatable {
  /// The whole body; the document is a part of it.
  private let bytes: [UInt8]
  private let range: Range<Int>

  /// Checks one JSON document (RFC 8259), as `JSONValue.parse` does. Throws what that throws.
  public init(_ bytes: [UInt8]) throws(MCPError) {
    range = try Self.reading(bytes, 0..<bytes.count) { parser throws(MCPError) in try parser.checkedDocument() }
    self.bytes = bytes
  }

  /// A value as the document it is written as.
  public init(_ value: JSONValue) {
    bytes = value.serialized()
    range = 0..<bytes.count
  }

  private init(bytes: [UInt8], range: Range<Int>) {
    self.bytes = bytes
    self.range = range
  }

  /// By what is said, not by where it stood.
  public static func == (left: JSONText, right: JSONText) -> Bool { left.value == right.value }

  /// The document as a value; `null` where it is nested deeper than is read, which the check has refused.
  public var value: JSONValue {
    let read: JSONValue? = try? Self.reading(bytes, range) { parser throws(MCPError) in try parser.document() }
    return read ?? .null
  }

  /// The members of an object, each unread; nil for anything else. Of a name that comes twice the last one stays.
  public var members: [String: JSONText]? {
    let found: [(String, Range<Int>)]? = try? Self.reading(bytes, range) { parser throws(MCPError) in
      try parser.memberRanges()
    }
    return found.map { found in
      Dictionary(found.map { ($0.0, JSONText(bytes: bytes, range: $0.1)) }) { _, last in last }
    }
  }

  /// The same object with these members first, but for those it has; anything that is no object as it is.
  public func adding(_ members: [String: JSONValue]) -> JSONText {
    guard let known = self.members else { return self }
    let missing = members.filter { known[$0.key] == nil }.sorted { $0.key < $1.key }
    guard !missing.isEmpty, let open = bytes[range].firstIndex(of: UInt8(ascii: "{")) else { return self }
    var added = [UInt8(ascii: "{")]
    for (index, member) in missing.enumerated() {
      if index > 0 { added.append(UInt8(ascii: ",")) }
      added += JSONValue.string(member.key).serialized() + [UInt8(ascii: ":")] + member.value.serialized()
    }
    if !known.isEmpty { added.append(UInt8(ascii: ",")) }
    added += bytes[(open + 1)..<range.upperBound]
    return JSONText(bytes: added, range: 0..<added.count)
  }

  /// The document on one line, or indented, in portions: its own order and numbers, and what acts on a terminal escaped.
  public func write(pretty: Bool = false, to take: ([UInt8]) -> Void) {
    withoutActuallyEscaping(take) { take in
      bytes.withUnsafeBufferPointer { buffer in
        var copier = JSONCopier(UnsafeBufferPointer(rebasing: buffer[range]), pretty: pretty, to: take)
        copier.copy()
      }
    }
  }

  /// `write` as text.
  public func text(pretty: Bool = false) -> String {
    var whole: [UInt8] = []
    write(pretty: pretty) { whole += $0 }
    return String(decoding: whole, as: UTF8.self)
  }

  private static func reading<Found>(
    _ bytes: [UInt8], _ range: Range<Int>, _ read: (inout JSONParser) throws(MCPError) -> Found
  ) throws(MCPError) -> Found {
    let result = bytes.withUnsafeBufferPointer { buffer in
      var parser = JSONParser(
        UnsafeBufferPointer(start: buffer.baseAddress, count: range.upperBound), at: range.lowerBound)
      return Result { () throws(MCPError) in try read(&parser) }
    }
    return try result.get()
  }
}
