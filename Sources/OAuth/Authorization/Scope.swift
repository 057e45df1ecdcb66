/// An ordered set of scope tokens (RFC 6749 §3.3).
public struct Scope: Sendable, Equatable, CustomStringConvertible {
  /// In the order given, without repeats.
  public let tokens: [String]

  /// Splits at spaces; nil where a token holds a character RFC 6749 §3.3 forbids.
  public init?(_ text: String) { self.init(tokens: text.split(separator: " ").map(String.init)) }

  /// Nil where a token is empty or holds a character RFC 6749 §3.3 forbids.
  public init?(tokens: [String]) {
    var seen: Set<String> = []
    for token in tokens where token.isEmpty || !token.utf8.allSatisfy(Self.isAllowed) { return nil }
    self.tokens = tokens.filter { seen.insert($0).inserted }
  }

  /// Both sets, mine first.
  public func union(_ other: Scope) -> Scope {
    Scope(tokens: tokens + other.tokens) ?? self
  }

  /// Whether every token of the other is here.
  public func contains(_ other: Scope) -> Bool { Set(tokens).isSuperset(of: other.tokens) }

  public var isEmpty: Bool { tokens.isEmpty }
  public var description: String { tokens.joined(separator: " ") }

  /// %x21 / %x23-5B / %x5D-7E.
  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21, 0x23...0x5B, 0x5D...0x7E: true
    default: false
    }
  }
}
