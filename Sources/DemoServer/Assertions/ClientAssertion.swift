/// Client authentication with a signed assertion (`private_key_jwt`; RFC 7523 §2.2 and §3, OpenID Connect Core §9).
enum ClientAssertion {
  static let type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
  /// The farthest that the end of an assertion may be ahead, in seconds.
  static let longest: Double = 600

  static func client(
    _ assertion: String, _ form: FormFields, at realm: Realm, in world: inout World
  ) throws(OAuthRefusal) -> Client {
    guard form["client_assertion_type"] == type else { throw .invalidRequest("client_assertion_type must be \(type)") }
    guard let token = JSONWebToken(assertion) else { throw .invalidClient("the assertion is not a JWT") }
    guard let id = token.claim("iss"), token.claim("sub") == id else {
      throw .invalidClient("iss and sub must both be the client id")
    }
    if let named = form["client_id"], named != id { throw .invalidRequest("two different client ids") }
    guard let client = world.clients[id, realm], client.authentication == .privateKeyJWT else {
      throw .invalidClient("no such client, or it is registered for another method")
    }
    guard token.isSigned(byOneOf: client.keys) else { throw .invalidClient("the signature is not by the client's key") }
    try check(token, of: client, in: &world)
    return client
  }

  private static func check(_ token: JSONWebToken, of client: Client, in world: inout World) throws(OAuthRefusal) {
    let wantsEndpoint = world.has(.assertionAudienceTokenEndpoint)
    let audience = wantsEndpoint ? world.places.url(.token, of: client.realm) : world.issuer(of: client.realm)
    guard token.isOnly(for: audience) else { throw .invalidClient("aud must be \(audience) and nothing else") }
    let now = world.clock.now
    if let why = token.violationOfTime(now: now, longest: longest) { throw .invalidClient("the assertion: \(why)") }
    guard let identifier = token.claim("jti") else { throw .invalidClient("jti is missing") }
    guard world.assertionIDs.use("\(client.realm) \(client.id) \(identifier)", until: now + longest, now: now) else {
      throw .invalidClient("the assertion was used before")
    }
  }
}
