/// What the identity provider says to an authorization server about a person (ID-JAG;
/// draft-ietf-oauth-identity-assertion-authz-grant §3).
enum IdentityAssertion {
  static let type = "oauth-id-jag+jwt"
  static let tokenType = "urn:ietf:params:oauth:token-type:id-jag"
  static let profile = "urn:ietf:params:oauth:grant-profile:id-jag"
  static let lifetime = 300

  /// - Parameter clientID: what the client is called at the authorization server.
  static func make(
    about subject: String, to audience: String, clientID: String, resource: String?, scope: String?, in world: World
  ) -> String {
    let now = Int(world.clock.now)
    var claims: [String: JSON] = [
      "iss": .string(world.issuer(of: .identity)), "sub": .string(subject), "aud": .string(audience),
      "client_id": .string(clientID), "jti": .string(RandomText.make("")), "iat": .integer(now),
      "exp": .integer(now + lifetime),
    ]
    claims["resource"] = resource.map(JSON.string)
    claims["scope"] = scope.map(JSON.string)
    return world.keys.es256.sign(claims, type: type)
  }

  /// §4.4 of the draft: from the trusted provider, to this server, for this client, and good once.
  static func check(_ token: JSONWebToken, for client: Client, in world: inout World) throws(OAuthRefusal) {
    guard !world.has(.identityAssertionsRefused) else { throw .invalidGrant("the person is not allowed here") }
    guard token.claim("iss") == world.issuer(of: .identity), token.isSigned(byOneOf: KeySet.keys(world.keys.jwks) ?? [])
    else { throw .invalidGrant("the assertion is not by the identity provider") }
    guard token.isOnly(for: world.issuer(of: client.realm)) else { throw .invalidGrant("it is for another server") }
    guard token.claim("client_id") == client.id else { throw .invalidGrant("it was issued to another client") }
    let (now, longest) = (world.clock.now, Double(2 * lifetime))
    if let why = token.violationOfTime(now: now, longest: longest) { throw .invalidGrant("the assertion: \(why)") }
    guard let identifier = token.claim("jti"),
      world.assertionIDs.use("id-jag " + identifier, until: now + longest, now: now)
    else { throw .invalidGrant("the assertion has no jti, or was used before") }
  }
}
