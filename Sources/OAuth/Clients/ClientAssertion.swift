import FoundationEssentials

/// A JWT with which a client authenticates once (RFC 7523 §2.2 and §3).
enum ClientAssertion {
  /// `client_assertion_type`.
  static let type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

  /// Seconds it is good for: enough for two clocks that are a minute apart.
  private static let lifetime = 120

  /// `aud` is one string: an assertion for several could be replayed by one at another.
  ///
  /// `keyID` is for a server that may know several keys of the client, by the name it knows this one by.
  static func make(
    clientID: String, audience: String, at now: Date, id: String, key: SigningKey, keyID: String?
  ) throws(SigningKeyError) -> Secret {
    let issuedAt = Int(now.timeIntervalSince1970)
    return try JSONWebToken.signed(
      Header(alg: key.algorithm.rawValue, kid: keyID, typ: "JWT"),
      Claims(iss: clientID, sub: clientID, aud: audience, iat: issuedAt, exp: issuedAt + lifetime, jti: id), with: key)
  }

  private struct Header: Encodable {
    let alg: String
    let kid: String?
    let typ: String
  }

  private struct Claims: Encodable {
    let iss: String
    let sub: String
    let aud: String
    let iat: Int
    let exp: Int
    let jti: String
  }
}
