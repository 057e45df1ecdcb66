/// One item of a tool's result. Everything in it is the server's and untrusted.
public enum ToolContent: Sendable, Equatable {
  case text(String)
  /// The bytes are in the result's `raw`, as base64.
  case image(mimeType: String, byteCount: Int)
  /// As `image`.
  case audio(mimeType: String, byteCount: Int)
  case resourceLink(uri: String, name: String?, mimeType: String?)
  /// An embedded resource of text.
  case textResource(uri: String, mimeType: String?, text: String)
  /// An embedded resource of bytes.
  case binaryResource(uri: String, mimeType: String?, byteCount: Int)
  /// A type of a later revision, or one that lacks what its type requires.
  case other(type: String)

  /// Reads one element of `content`.
  public init(_ json: JSONValue) {
    let type = json["type"]?.stringValue ?? ""
    self = Self.known(type, json) ?? .other(type: type)
  }

  private static func known(_ type: String, _ json: JSONValue) -> ToolContent? {
    let mimeType = json["mimeType"]?.stringValue
    switch type {
    case "text": return json["text"]?.stringValue.map { .text($0) }
    case "image": return byteCount(json["data"]).map { .image(mimeType: mimeType ?? "", byteCount: $0) }
    case "audio": return byteCount(json["data"]).map { .audio(mimeType: mimeType ?? "", byteCount: $0) }
    case "resource_link":
      return json["uri"]?.stringValue.map {
        .resourceLink(uri: $0, name: json["name"]?.stringValue, mimeType: mimeType)
      }
    case "resource": return json["resource"].flatMap(resource)
    default: return nil
    }
  }

  private static func resource(_ json: JSONValue) -> ToolContent? {
    guard let uri = json["uri"]?.stringValue else { return nil }
    let mimeType = json["mimeType"]?.stringValue
    if let text = json["text"]?.stringValue { return .textResource(uri: uri, mimeType: mimeType, text: text) }
    return byteCount(json["blob"]).map { .binaryResource(uri: uri, mimeType: mimeType, byteCount: $0) }
  }

  /// Of base64, without decoding what may be many megabytes.
  private static func byteCount(_ base64: JSONValue?) -> Int? {
    guard let text = base64?.stringValue else { return nil }
    let padding = text.utf8.suffix(2).count { $0 == UInt8(ascii: "=") }
    return (text.utf8.count - padding) * 3 / 4
  }

  /// The same with its words passed through.
  func mappingWords(_ change: (String) -> String) -> ToolContent {
    switch self {
    case .text(let text): .text(change(text))
    case .image(let type, let count): .image(mimeType: change(type), byteCount: count)
    case .audio(let type, let count): .audio(mimeType: change(type), byteCount: count)
    case .resourceLink(let uri, let name, let type):
      .resourceLink(uri: change(uri), name: name.map(change), mimeType: type.map(change))
    case .textResource(let uri, let type, let text):
      .textResource(uri: change(uri), mimeType: type.map(change), text: change(text))
    case .binaryResource(let uri, let type, let count):
      .binaryResource(uri: change(uri), mimeType: type.map(change), byteCount: count)
    case .other(let type): .other(type: change(type))
    }
  }
}
