extension JSONValue {
  /// Levels of arrays and objects that are read; a deeper document is refused, however short it is.
  public static let depthLimit = 128

  /// Reads one JSON document (RFC 8259) in UTF-8; a byte order mark in front is skipped (§8.1).
  ///
  /// Of a member that comes twice the last value stays, as in ECMAScript, whose reading of such documents the official
  /// SDKs share. Half of a surrogate pair becomes U+FFFD. Throws `malformedJSON` and `nestedTooDeep`.
  public static func parse(_ bytes: [UInt8]) throws(MCPError) -> JSONValue {
    let read = bytes.withUnsafeBufferPointer { buffer in
      var parser = JSONParser(buffer)
      return Result { () throws(MCPError) in try parser.document() }
    }
    return try read.get()
  }

  /// Reads one JSON document, as `parse(_:)` of bytes does.
  public static func parse(_ text: String) throws(MCPError) -> JSONValue { try parse(Array(text.utf8)) }

  /// The document in UTF-8, members sorted by name, slashes unescaped; pretty is indented by two spaces.
  public func serialized(pretty: Bool = false) -> [UInt8] {
    var writer = JSONWriter(pretty: pretty)
    writer.write(self)
    return writer.bytes
  }

  /// The same document in portions, so that a large one is not in memory twice.
  public func write(pretty: Bool = false, to take: ([UInt8]) -> Void) {
    withoutActuallyEscaping(take) { take in
      var writer = JSONWriter(pretty: pretty, to: take)
      writer.write(self)
      writer.finish()
    }
  }

  /// `serialized` as text.
  public func text(pretty: Bool = false) -> String { String(decoding: serialized(pretty: pretty), as: UTF8.self) }
}
