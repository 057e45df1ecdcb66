/// Turns a refresh token into new tokens (RFC 6749 §6).
enum TokenRefresh {
  static func answer(_ request: TokenRequest, in world: inout World) throws(OAuthRefusal) -> Answer {
    let token = try request.required("refresh_token")
    let (id, grant) = try self.grant(of: token, request.client, in: &world)
    try world.check(request, isFor: grant.resource)
    guard world.tokens.isBound(token, atMostTo: request.keyThumbprint) else {
      throw .invalidGrant("the refresh token is bound to another key")
    }
    if world.has(.refreshWantsScope), request.form["scope"] == nil {
      throw .invalidRequest("the scope is missing")
    }
    var scopes = try scopes(request.form["scope"], within: grant)
    if world.has(.refreshNarrowsScope), request.form["scope"] == nil { scopes = Array(scopes.prefix(1)) }
    if world.has(.rapidRefreshFails), !world.refreshPace.allows(id, now: world.clock.now) {
      return Answer(status: 500, headers: [("content-type", "text/plain")])
    }
    if world.has(.earlyRefreshRefused), isEarly(id, in: world) {
      throw .invalidGrant("the access token is still good")
    }
    if world.has(.rotationRevokesAccessTokens) { world.tokens.revokeAccessTokens(of: id) }
    // Without the new token in the answer the old one has to stay good, or the login would be lost.
    var replacement: String?
    if request.fault != .noRefreshToken, !world.has(.noRotation) {
      world.tokens.spend(token, now: world.clock.now)
      replacement = TokenAnswer.issueRefreshToken(of: id, for: request, in: &world)
    }
    return TokenAnswer.make(of: id, scopes, refreshToken: replacement, for: request, in: &world)
  }

  private static func isEarly(_ grant: TokenStore.GrantID, in world: World) -> Bool {
    guard let end = world.tokens.lastExpiry(of: grant) else { return false }
    return end - world.clock.now > Double(world.accessTokenLifetime) / 10
  }

  private static func grant(
    of token: String, _ client: Client, in world: inout World
  ) throws(OAuthRefusal) -> (TokenStore.GrantID, Grant) {
    do throws(TokenStore.Refusal) {
      return try world.tokens.grant(
        of: token, for: client, reuse: RefreshTokenReuse(in: world), now: world.clock.now)
    } catch {
      switch error {
      case .unknown: throw .invalidGrant("no such refresh token")
      case .expired: throw .invalidGrant("the refresh token has expired")
      case .revoked: throw .invalidGrant("the refresh token was revoked")
      case .reused: throw .invalidGrant("the refresh token was used before")
      case .foreign: throw .invalidGrant("the refresh token belongs to another client")
      }
    }
  }

  /// RFC 6749 §6: nothing that was not granted; omitted means all of it.
  private static func scopes(_ requested: String?, within grant: Grant) throws(OAuthRefusal) -> [Scope] {
    guard let requested else { return grant.scopes }
    guard let scopes = Scope.parse(requested), !scopes.isEmpty, scopes.allSatisfy(grant.scopes.contains) else {
      throw .invalidScope("more than was granted")
    }
    return scopes
  }
}
