public import FoundationEssentials

/// Who has logged in, as the authorization server says beside the tokens (OpenID Connect Core §2).
public struct IDToken: Sendable, Equatable {
  public let issuer: String
  public let audience: [String]
  public let authorizedParty: String?
  public let expiresAt: Date
  public let person: PersonClaims

  /// Never nil, and never longer than it may be (OpenID Connect Core §2).
  public let subject: String

  /// Reads the claims of a token that came from the token endpoint itself, over TLS or on this machine: there the
  /// connection says whose words they are, and the signature need not be checked (OpenID Connect Core §3.1.3.7, 6).
  ///
  /// Throws `invalidDocument` for what is no signed JWT, or has not the claims it must have.
  public static func parse(_ token: Secret, from source: String) throws(OAuthError) -> IDToken {
    let parts = token.exposed.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let payload = Base64URL.decode(String(parts[1])) else {
      throw .invalidDocument(DocumentProblem(.idToken, from: source, .notJSON))
    }
    let wire = try DocumentProblem.decode(Wire.self, payload, as: .idToken, from: source)
    guard (1...255).contains(wire.sub.unicodeScalars.count) else {
      throw .invalidDocument(DocumentProblem(.idToken, from: source, .unusable(member: "sub", value: wire.sub)))
    }
    return IDToken(
      issuer: wire.iss, audience: wire.aud.values, authorizedParty: wire.azp?.value,
      expiresAt: Date(timeIntervalSince1970: wire.exp),
      person: PersonClaims(
        subject: wire.sub, username: wire.preferred_username?.value, email: wire.email?.value, name: wire.name?.value),
      subject: wire.sub)
  }

  /// Seconds that two clocks may stand apart (OpenID Connect Core §3.1.3.7, 9 allows for some).
  private static let leeway = 60.0

  /// Whether the token is for this client, from this issuer, and good now (OpenID Connect Core §3.1.3.7, 2 to 9). No nonce
  /// is asked for: PKCE ties the code to this login.
  public func problem(issuer expected: String, clientID: String, now: Date, source: String) -> DocumentProblem? {
    func problem(_ fault: DocumentProblem.Fault) -> DocumentProblem { DocumentProblem(.idToken, from: source, fault) }
    if !Issuer.matches(issuer, expected) {
      return problem(.mismatch(member: "iss", expected: expected, found: issuer))
    }
    // Further audiences are not trusted, whoever they are (3).
    if audience != [clientID], authorizedParty != clientID || !audience.contains(clientID) {
      return problem(.mismatch(member: "aud", expected: clientID, found: audience.joined(separator: " ")))
    }
    if let authorizedParty, authorizedParty != clientID {
      return problem(.mismatch(member: "azp", expected: clientID, found: authorizedParty))
    }
    if now.timeIntervalSince(expiresAt) >= Self.leeway {
      return problem(
        .unusable(member: "exp", value: "\(Int64(exactly: expiresAt.timeIntervalSince1970.rounded()) ?? 0)"))
    }
    return nil
  }

  private struct Wire: Decodable {
    let iss: String
    let sub: String
    let aud: Audience
    let exp: Double
    let azp: ForgivingText?
    let preferred_username: ForgivingText?
    let email: ForgivingText?
    let name: ForgivingText?
  }

  /// One text, or an array of them (RFC 7519 §4.1.3).
  private struct Audience: Decodable {
    let values: [String]

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let one = try? container.decode(String.self) {
        values = [one]
      } else {
        values = try container.decode([String].self)
      }
    }
  }
}
