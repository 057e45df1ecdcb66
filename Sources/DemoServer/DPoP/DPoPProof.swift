/// A proof that the sender of a request holds a key (RFC 9449 §4).
enum DPoPProof {
  /// How far `iat` may be from now, in seconds.
  static let window: Double = 300

  enum Refusal: Error, Sendable, Equatable {
    case invalid(String)
    /// RFC 9449 §8, §9: the answer tells the nonce to use.
    case nonceNeeded(String)
  }

  /// Who demands the proof: each has nonces of its own.
  enum Verifier: Sendable, Hashable {
    case authorizationServer
    case resourceServer
  }

  /// The thumbprint of the key, or `nil` where no proof was sent or nobody here knows what one is (RFC 9449 §6.1).
  static func thumbprint(
    _ call: Call, for verifier: Verifier, accessToken: String? = nil, in world: inout World
  ) throws(Refusal) -> String? {
    guard world.has(.dpop) || world.has(.dpopRequired) else { return nil }
    let proofs = call.request.headers.filter { $0.name.lowercased() == "dpop" }.map(\.value)
    guard let proof = proofs.first else { return nil }
    guard proofs.count == 1, let token = JSONWebToken(proof) else { throw .invalid("there must be one proof, a JWT") }
    guard token.header["typ"] == "dpop+jwt" else { throw .invalid("typ is not dpop+jwt") }
    guard let key = token.header["jwk"].flatMap(JSONWebKey.init), token.isSigned(by: key) else {
      throw .invalid("it is not signed with the public key in its header")
    }
    try checkTarget(token, call)
    try checkTime(token, for: verifier, in: world)
    if let accessToken, token.claim("ath") != AccessTokenHash.of(accessToken) {
      throw .invalid("ath is not the token's")
    }
    guard let identifier = token.claim("jti") else { throw .invalid("jti is missing") }
    let now = world.clock.now
    guard world.proofIDs.use(key.thumbprint + " " + identifier, until: now + 2 * window, now: now) else {
      throw .invalid("the proof was used before")
    }
    if world.has(.dpopRotatingNonces) { world.nonces.renew(for: verifier) }
    return key.thumbprint
  }

  /// RFC 9449 §4.3: the URL without query and fragment.
  private static func checkTarget(_ token: JSONWebToken, _ call: Call) throws(Refusal) {
    guard token.claim("htm") == call.request.method else { throw .invalid("htm is not the method") }
    let host = call.request.header("host") ?? ""
    guard token.claim("htu") == "http://" + host + call.path else { throw .invalid("htu is not the URL") }
  }

  /// A nonce says better than a clock when the proof was made (RFC 9449 §11.1).
  private static func checkTime(_ token: JSONWebToken, for verifier: Verifier, in world: World) throws(Refusal) {
    guard let issuedAt = token.claims["iat"]?.double else { throw .invalid("iat is missing") }
    guard world.needsNonces else {
      guard abs(world.clock.now - issuedAt) <= window else { throw .invalid("iat is too far from now") }
      return
    }
    let wanted = world.nonces[verifier]
    guard token.claim("nonce") == wanted else { throw .nonceNeeded(wanted) }
  }
}
