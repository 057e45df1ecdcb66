/// Tokens for an assertion about a person or a program (RFC 7523 §2.1).
enum AssertionGrant {
  static func answer(_ request: TokenRequest, in world: inout World) throws(OAuthRefusal) -> Answer {
    guard let token = JSONWebToken(try request.required("assertion")) else {
      throw .invalidGrant("the assertion is not a JWT")
    }
    let client = request.client
    let subject: String
    if token.header["typ"] == .string(IdentityAssertion.type) {
      try IdentityAssertion.check(token, for: client, in: &world)
      subject = token.claim("sub") ?? ""
    } else {
      subject = try PlatformToken.subject(token, at: client.realm, in: world)
      guard subject == client.workload else { throw .invalidGrant("\(subject) is not this client") }
    }
    let resource = try resource(token, request, in: world)
    let scopes = try scopes(token, request, in: world)
    let grant = world.tokens.open(
      Grant(realm: client.realm, clientID: client.id, subject: subject, scopes: scopes, resource: resource))
    // §4.4.3 of the draft for ID-JAG: the assertion is what renews, and whoever issued it can end that.
    return TokenAnswer.make(of: grant, scopes, refreshToken: nil, for: request, in: &world)
  }

  /// A program need not name its client: its token says who it is (RFC 7521 §4.1).
  static func client(_ call: Call, _ form: FormFields, in world: World) throws(OAuthRefusal) -> Client? {
    guard form["grant_type"] == GrantType.jwtBearer.rawValue, call.request.header("authorization") == nil,
      form["client_id"] == nil, form["client_assertion"] == nil,
      let token = form["assertion"].flatMap(JSONWebToken.init)
    else { return nil }
    let subject = try PlatformToken.subject(token, at: call.realm, in: world)
    guard let client = world.clients.client(workload: subject, call.realm) else {
      throw .invalidGrant("\(subject) is no client")
    }
    return client
  }

  private static func resource(
    _ token: JSONWebToken, _ request: TokenRequest, in world: World
  ) throws(OAuthRefusal) -> String {
    guard let allowed = token.claim("resource") else { return try world.resource(named: request) }
    guard request.form["resource"] ?? allowed == allowed else {
      throw .invalidTarget("resource is not what was allowed")
    }
    return allowed
  }

  private static func scopes(
    _ token: JSONWebToken, _ request: TokenRequest, in world: World
  ) throws(OAuthRefusal) -> [Scope] {
    let allowed = token.claim("scope")
    let scopes = try request.client.scopes(requested: request.form["scope"] ?? allowed, in: world)
    guard let allowed = allowed.flatMap(Scope.parse) else { return scopes }
    guard scopes.allSatisfy(allowed.contains) else { throw .invalidScope("more than the assertion allows") }
    return scopes
  }
}
