/// What a platform gives to the programs that run on it, in a file: who they are, signed with a key that the authorization
/// servers trust (RFC 7523 §3). It is good as often as it is used.
enum PlatformToken {
  static let issuer = "https://platform.example"
  private static let longest: Double = 86_400

  static func issue(to subject: String, audience: String, lifetime: Int, in world: World) -> String {
    let now = Int(world.clock.now)
    return world.platformKey.sign(
      [
        "iss": .string(issuer), "sub": .string(subject), "aud": [.string(audience)], "iat": .integer(now),
        "exp": .integer(now + lifetime),
      ], type: "JWT")
  }

  /// Who it is about, if it is good here.
  static func subject(_ token: JSONWebToken, at realm: Realm, in world: World) throws(OAuthRefusal) -> String {
    guard token.claim("iss") == issuer, let key = JSONWebKey(.object(world.platformKey.jwk)), token.isSigned(by: key)
    else { throw .invalidGrant("the assertion is by nobody who is trusted") }
    guard token.isOnly(for: world.issuer(of: realm)) else { throw .invalidGrant("it is for another server") }
    if let why = token.violationOfTime(now: world.clock.now, longest: longest) {
      throw .invalidGrant("the assertion: \(why)")
    }
    guard let subject = token.claim("sub") else { throw .invalidGrant("sub is missing") }
    return subject
  }
}
