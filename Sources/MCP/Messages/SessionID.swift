/// The id of a legacy session. It is to be handled as a secret (MCP 2025-11-25, Session Management), so it does not print.
public struct SessionID: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// For the header and for sealed storage, nothing else.
  public let value: String

  /// Nil unless the text is visible ASCII, 0x21 to 0x7E, and at most 4096 bytes long.
  public init?(_ text: String) {
    guard (1...4096).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
    self.value = text
  }

  /// Says only what it is.
  public var description: String { "<session id>" }
  /// Says only what it is.
  public var debugDescription: String { description }
  /// Shows no children, so that `dump` does not print the value.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
