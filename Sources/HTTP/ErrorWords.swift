import FoundationEssentials

/// The words in the body of an error, however it is written: JSON of any shape, a form, or text.
public enum ErrorWords {
  private static let limit = 16 << 10

  /// Nil where there are none that a person would read, as in a page or an empty body. They are a stranger's.
  public static func of(_ body: [UInt8], mediaType: String?) -> String? {
    guard !body.isEmpty, body.count <= limit, mediaType != "text/html" else { return nil }
    if let json = try? JSONDecoder().decode(Words.self, from: Data(body)) { return json.found }
    let text = String(decoding: body, as: UTF8.self).trimmed()
    if mediaType == "application/x-www-form-urlencoded" { return form(text) }
    guard mediaType == nil || mediaType == "text/plain", !text.hasPrefix("<"), !text.contains("\u{FFFD}") else {
      return nil
    }
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.isEmpty ? nil : line
  }

  private static func form(_ text: String) -> String? {
    guard let fields = FormURLEncoding.decode(text) else { return nil }
    for name in Words.names {
      if let value = fields.first(where: { $0.0 == name })?.1, !value.isEmpty { return value }
    }
    return nil
  }

  /// What is read of a JSON value: texts, and the members that hold them.
  private indirect enum Words: Decodable {
    case text(String)
    case list([Words])
    case members([String: Words])
    case other

    static let names = ["error_description", "message", "detail", "error", "errors", "description", "title", "reason"]

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .text(text)
      } else if let list = try? container.decode([Words].self) {
        self = .list(list)
      } else if let members = try? container.decode([String: Words].self) {
        self = .members(members)
      } else {
        self = .other
      }
    }

    var found: String? {
      switch self {
      case .text(let text): text.isEmpty ? nil : text
      case .list(let list):
        list.prefix(3).compactMap(\.found).isEmpty ? nil : list.prefix(3).compactMap(\.found).joined(separator: "; ")
      case .members(let members): Self.names.lazy.compactMap { members[$0]?.found }.first
      case .other: nil
      }
    }
  }
}
