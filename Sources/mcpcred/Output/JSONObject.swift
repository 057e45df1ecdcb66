import FoundationEssentials
import MCP
import Registry

/// A JSON answer under construction; members without a value are null, so that every answer has all its members.
struct JSONObject {
  private(set) var value: JSONValue

  init(_ members: [String: JSONValue?]) { value = .object(members.mapValues { $0 ?? .null }) }

  var text: String { value.text() }
}

extension JSONValue {
  /// A string, or nothing.
  static func text(_ text: String?) -> JSONValue? { text.map { .string($0) } }

  /// RFC 3339 in UTC, or nothing.
  static func time(_ date: Date?) -> JSONValue? { date.map { .string(TimeText.rfc3339($0)) } }
}
