import FoundationEssentials

/// What an issuer was learned to do otherwise than its metadata says; kept as JSON in its row, and shown.
///
/// A member that is absent has its default, so that a row written before the member existed reads as it was meant.
public struct IssuerQuirks: Sendable, Equatable, Codable {
  /// Ways to authenticate at the token endpoint that it lists, or registered, and then refused.
  public var refusedAuthMethods: [String]?
  /// What a person said a client assertion must be addressed to (RFC 7523 §3, `aud`): `token-endpoint`, or a value as it
  /// is. By default it is the issuer.
  public var assertionAudience: String?
  /// Whether revoking one login of a person took another one along.
  public var revocationEndsAll: Bool?

  /// Whether it wants the scope said in a refresh, which RFC 6749 §6 lets out.
  public var refreshNeedsScope: Bool?

  public init() {}

  /// Nil for what no version of this program writes.
  init?(json: String) {
    guard let read = try? JSONDecoder().decode(IssuerQuirks.self, from: Data(json.utf8)) else { return nil }
    self = read
  }

  /// Members in alphabetical order; `{}` where everything has its default.
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Arrays of strings always encode.
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
