/// How an access token is presented (RFC 6749 §7.1).
public enum TokenType: String, Codable, Sendable {
  /// Whoever has it may use it (RFC 6750).
  case bearer = "Bearer"
  /// Bound to a key, whose possession each request must prove (RFC 9449 §5).
  case dpop = "DPoP"
}
