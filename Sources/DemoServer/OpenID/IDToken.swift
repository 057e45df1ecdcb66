/// Who has logged in (OpenID Connect Core §2).
enum IDToken {
  static let lifetime = 300

  /// `nil` where a grant leads to none.
  static func make(for grant: Grant, nonce: String?, in world: inout World) -> String? {
    guard grant.scopes.contains(.openID), !world.has(.noIDToken) else { return nil }
    let claims = claims(grant, nonce: nonce, world)
    if world.has(.idTokenForeignKey) { return ServerKey.es256().sign(claims, type: "JWT") }
    let key = world.has(.idTokenRS256) ? world.keys.rs256() : world.keys.es256
    return key.sign(claims, type: "JWT")
  }

  private static func claims(_ grant: Grant, nonce: String?, _ world: World) -> [String: JSON] {
    let issuer = world.has(.idTokenForeignIssuer) ? "https://other.example" : world.issuer(of: grant.realm)
    let audience = world.has(.idTokenForeignAudience) ? "somebody-else" : grant.clientID
    let issuedAt = Int(world.clock.now) - (world.has(.idTokenExpired) ? 2 * lifetime : 0)
    var claims: [String: JSON] = [
      "iss": .string(issuer), "sub": .string(grant.subject), "aud": .string(audience), "iat": .integer(issuedAt),
      "exp": .integer(issuedAt + lifetime), "preferred_username": .string(grant.subject),
    ]
    // OpenID Connect Core §12.2: an answer to a refresh has none.
    claims["nonce"] = nonce.map { .string(world.has(.idTokenWrongNonce) ? $0 + "x" : $0) }
    return claims
  }
}
