/// Tokens for the client itself, without a person (RFC 6749 §4.4).
enum ClientCredentialsGrant {
  static func answer(_ request: TokenRequest, in world: inout World) throws(OAuthRefusal) -> Answer {
    let client = request.client
    guard client.authentication != .none else {
      throw .unauthorizedClient("only a client that proves who it is can use its own credentials")
    }
    let scopes = try client.scopes(requested: request.form["scope"], in: world)
    let resource = try world.resource(named: request)
    let grant = world.tokens.open(
      Grant(realm: client.realm, clientID: client.id, subject: client.id, scopes: scopes, resource: resource))
    // RFC 6749 §4.4.3: a refresh token is of no use here.
    return TokenAnswer.make(of: grant, scopes, refreshToken: nil, for: request, in: &world)
  }
}
