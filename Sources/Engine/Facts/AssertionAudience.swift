/// What a client assertion is addressed to (RFC 7523 §3, `aud`).
public enum AssertionAudience: Sendable, Equatable {
  /// The authorization server's issuer, as the revision of RFC 7523 has it; no other server takes such an assertion.
  case issuer
  /// The URL of the token endpoint, as older texts have it.
  case tokenEndpoint
  /// Some other text that the server wants.
  case other(String)

  static let tokenEndpointWord = "token-endpoint"

  /// From a person's word, or from a row.
  public init(_ text: String) {
    self =
      switch text {
      case "issuer": .issuer
      case Self.tokenEndpointWord: .tokenEndpoint
      default: .other(text)
      }
  }

  /// As it is kept; nil for the default.
  var kept: String? {
    switch self {
    case .issuer: nil
    case .tokenEndpoint: Self.tokenEndpointWord
    case .other(let text): text
    }
  }
}
