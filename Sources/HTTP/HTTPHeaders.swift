/// Header fields in order, looked up without regard to case (RFC 9110 §5.1).
public struct HTTPHeaders: Sendable, Equatable {
  /// The fields as they came or will go.
  public private(set) var fields: [Field] = []

  /// One header line.
  public struct Field: Sendable, Equatable {
    /// The name as written.
    public let name: String
    /// The value without surrounding white space.
    public let value: String
  }

  /// Makes headers from name and value pairs; names may repeat.
  public init(_ pairs: [(String, String)] = []) {
    for (name, value) in pairs { add(name, value) }
  }

  /// Appends a line, keeping lines of the same name.
  public mutating func add(_ name: String, _ value: String) {
    fields.append(Field(name: name, value: value))
  }

  /// Replaces every line of this name by one.
  public mutating func set(_ name: String, _ value: String) {
    let key = name.lowercased()
    fields.removeAll { $0.name.lowercased() == key }
    add(name, value)
  }

  /// Every value of the name, in order.
  public func all(_ name: String) -> [String] {
    let key = name.lowercased()
    return fields.filter { $0.name.lowercased() == key }.map(\.value)
  }

  /// The first value of the name.
  public subscript(_ name: String) -> String? {
    let key = name.lowercased()
    return fields.first { $0.name.lowercased() == key }?.value
  }

  /// The media type of `Content-Type` in lower case, without parameters (RFC 9110 §8.3.1).
  public var mediaType: String? {
    self["Content-Type"].map { value in
      let essence = value.prefix { $0 != ";" }
      return String(essence).trimmed().lowercased()
    }
  }
}

extension HTTPHeaders {
  /// Whether the body may be a JSON document, by its media type. Servers send JSON as text, or as nothing in particular.
  public var isOfDocument: Bool {
    guard let mediaType else { return true }
    return mediaType != "text/html" && mediaType != "text/event-stream"
      && !["image/", "audio/", "video/", "multipart/"].contains { mediaType.hasPrefix($0) }
  }
}

extension String {
  /// Without leading and trailing spaces and tabs (RFC 9110 §5.6.3, OWS).
  public func trimmed() -> String {
    let kept = self.drop { $0 == " " || $0 == "\t" }
    guard let last = kept.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
    return String(kept[...last])
  }
}
