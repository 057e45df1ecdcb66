/// A parameter of a person's own for authorization requests: what some providers need besides the protocol, such as
/// `access_type=offline`.
public struct AuthorizeParameter: Sendable, Equatable {
  public let name: String
  public let value: String

  /// What the protocol sets, and nobody else (RFC 6749 §4.1.1, RFC 7636 §4.3, RFC 8707 §2, RFC 9101 §5, RFC 9449 §10).
  private static let reserved: Set<String> = [
    "response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method",
    "resource",
    "dpop_jkt", "request", "request_uri", "response_mode", "client_secret", "client_assertion", "client_assertion_type",
  ]

  /// From `NAME=VALUE`; nil for text without a name, for a name that is set by the protocol, and for control characters.
  public init?(_ text: String) {
    guard let sign = text.firstIndex(of: "="), sign > text.startIndex else { return nil }
    name = String(text[..<sign])
    value = String(text[text.index(after: sign)...])
    guard !Self.reserved.contains(name), text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
    else {
      return nil
    }
  }

  /// As it is written and kept.
  public var text: String { "\(name)=\(value)" }
}
