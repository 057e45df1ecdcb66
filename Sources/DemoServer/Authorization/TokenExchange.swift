/// The identity provider turns who has logged in into an assertion for an authorization server (RFC 8693, in the profile of
/// draft-ietf-oauth-identity-assertion-authz-grant §4.3).
enum TokenExchange {
  static func answer(_ request: TokenRequest, in world: inout World) throws(OAuthRefusal) -> Answer {
    let client = request.client
    guard client.authentication != .none else {
      throw .unauthorizedClient("only a client that proves who it is gets an assertion")
    }
    guard try request.required("requested_token_type") == IdentityAssertion.tokenType else {
      throw .invalidRequest("only \(IdentityAssertion.tokenType) can be requested")
    }
    let audience = try audience(request, in: world)
    let subject = try subject(of: request, in: &world)
    let scope = try request.form["scope"].map { text throws(OAuthRefusal) in
      try client.scopes(requested: text, in: world).text
    }
    let resource = request.form["resource"] == nil ? nil : try world.resource(named: request)
    let assertion = IdentityAssertion.make(
      about: subject, to: audience, clientID: client.idElsewhere ?? client.id, resource: resource, scope: scope,
      in: world)
    return answer(assertion, scope, world)
  }

  private static func answer(_ assertion: String, _ scope: String?, _ world: World) -> Answer {
    let isAccessToken = world.has(.exchangeGivesAccessToken)
    var members: [String: JSON] = [
      "access_token": .string(assertion), "expires_in": .integer(IdentityAssertion.lifetime),
      "issued_token_type":
        .string(isAccessToken ? "urn:ietf:params:oauth:token-type:access_token" : IdentityAssertion.tokenType),
      // RFC 8693 §2.2.1: what is no access token has no type.
      "token_type": isAccessToken ? "Bearer" : "N_A",
    ]
    members["scope"] = scope.map(JSON.string)
    return .json(.object(members), headers: Answer.noStore)
  }

  private static func audience(_ request: TokenRequest, in world: World) throws(OAuthRefusal) -> String {
    let named = try request.required("audience")
    guard !world.has(.exchangeRefused), [Realm.demo, .next].map(world.issuer).contains(named) else {
      throw .invalidTarget("there are no assertions for \(named)")
    }
    return world.has(.identityAssertionForeignAudience) ? "https://other.example" : named
  }

  /// From the ID token or the refresh token of a login of this client.
  private static func subject(of request: TokenRequest, in world: inout World) throws(OAuthRefusal) -> String {
    let text = try request.required("subject_token")
    switch try request.required("subject_token_type") {
    case "urn:ietf:params:oauth:token-type:id_token":
      guard let token = JSONWebToken(text), token.isSigned(byOneOf: KeySet.keys(world.keys.jwks) ?? []),
        token.claim("iss") == world.issuer(of: .identity), token.isOnly(for: request.client.id),
        let subject = token.claim("sub")
      else { throw .invalidRequest("subject_token is no ID token of this client") }
      guard token.violationOfTime(now: world.clock.now, longest: .infinity) == nil else {
        throw .invalidRequest("subject_token has expired")
      }
      return subject
    case "urn:ietf:params:oauth:token-type:refresh_token":
      guard let (_, grant) = try? world.tokens.grant(of: text, for: request.client, now: world.clock.now) else {
        throw .invalidRequest("subject_token is no refresh token of this client")
      }
      return grant.subject
    default: throw .invalidRequest("subject_token_type must be id_token or refresh_token")
    }
  }
}
