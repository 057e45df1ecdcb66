/// The id of a JSON-RPC request, and of a progress report: a string or an integer, never null (MCP, Base Protocol).
public enum RequestID: Sendable, Hashable, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
  case integer(Int64)
  case string(String)

  /// An integer id.
  public init(integerLiteral value: Int64) { self = .integer(value) }
  /// A string id.
  public init(stringLiteral value: String) { self = .string(value) }

  /// Nil where the value is neither a string nor a whole number.
  public init?(_ json: JSONValue?) {
    if let text = json?.stringValue {
      self = .string(text)
    } else if let value = json?.integerValue {
      self = .integer(value)
    } else {
      return nil
    }
  }

  /// The id as it goes into a message.
  public var json: JSONValue {
    switch self {
    case .integer(let value): .integer(value)
    case .string(let text): .string(text)
    }
  }
}
