/// The successful answer of the token endpoint (RFC 6749 §5.1).
enum TokenAnswer {
  /// The first tokens of a grant, with a refresh token if the client registered for that.
  static func first(
    of grant: TokenStore.GrantID, _ scopes: [Scope], for request: TokenRequest, nonce: String? = nil,
    in world: inout World
  ) -> Answer {
    let isPlanned = request.fault == .noRefreshToken || world.has(.noRefreshTokens)
    let isWanted = scopes.contains(.offlineAccess) || !world.has(.refreshNeedsOfflineAccess)
    let refreshable = request.client.may(GrantType.refreshToken.rawValue) && isWanted && !isPlanned
    let refreshToken = refreshable ? issueRefreshToken(of: grant, for: request, in: &world) : nil
    return make(of: grant, scopes, refreshToken: refreshToken, for: request, nonce: nonce, in: &world)
  }

  static func make(
    of grant: TokenStore.GrantID, _ scopes: [Scope], refreshToken: String?, for request: TokenRequest,
    nonce: String? = nil, in world: inout World
  ) -> Answer {
    let lifetime = world.accessTokenLifetime
    let accessToken = world.tokens.issueAccessToken(
      for: grant, scopes: scopes, expiresAt: world.clock.now + Double(lifetime), boundTo: request.keyThumbprint)
    var members: [String: JSON] = [
      "access_token": .string(accessToken),
      "token_type": request.keyThumbprint == nil ? "Bearer" : "DPoP",
    ]
    if !world.has(.scopeUnsaid) { members["scope"] = .string(scopes.text) }
    if request.fault != .noExpiresIn, !world.has(.noExpiresIn) {
      members["expires_in"] = world.has(.expiresInText) ? .string(String(lifetime)) : .integer(lifetime)
    }
    members["refresh_token"] = refreshToken.map(JSON.string)
    if scopes.contains(.openID), let grant = world.tokens[grant] {
      members["id_token"] = IDToken.make(for: grant, nonce: nonce, in: &world).map(JSON.string)
    }
    return .json(.object(members), headers: Answer.noStore + world.nextNonce(for: .authorizationServer))
  }

  /// RFC 9449 §5: only a public client's is bound to the key; the other clients prove who they are anyway.
  static func issueRefreshToken(
    of grant: TokenStore.GrantID, for request: TokenRequest, in world: inout World
  ) -> String {
    let isPublic = request.client.authentication == .none
    return world.tokens.issueRefreshToken(for: grant, boundTo: isPublic ? request.keyThumbprint : nil)
  }
}
