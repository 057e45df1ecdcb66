/// The successful answer of the token endpoint (RFC 6749 §5.1).
enum TokenAnswer {
  /// The first tokens of a grant, with a refresh token if the client registered for that.
  static func first(
    of grant: TokenStore.GrantID, _ scopes: [Scope], for request: TokenRequest, nonce: String? = nil,
    in world: inout World
  ) -> Answer {
    let refreshable = request.client.may(GrantType.refreshToken.rawValue) && request.fault != .noRefreshToken
    let refreshToken = refreshable ? world.tokens.issueRefreshToken(for: grant) : nil
    return make(
      for: grant, scopes, refreshToken: refreshToken, nonce: nonce, fault: request.fault, in: &world)
  }

  static func make(
    for grant: TokenStore.GrantID, _ scopes: [Scope], refreshToken: String?, nonce: String? = nil, fault: Fault?,
    in world: inout World
  ) -> Answer {
    let lifetime = world.accessTokenLifetime
    let accessToken = world.tokens.issueAccessToken(
      for: grant, scopes: scopes, expiresAt: world.clock.now + Double(lifetime))
    var members: [String: JSON] = [
      "access_token": .string(accessToken), "token_type": "Bearer", "scope": .string(scopes.text),
    ]
    if fault != .noExpiresIn { members["expires_in"] = .integer(lifetime) }
    members["refresh_token"] = refreshToken.map(JSON.string)
    if scopes.contains(.openID), let grant = world.tokens[grant] {
      members["id_token"] = IDToken.make(for: grant, nonce: nonce, in: &world).map(JSON.string)
    }
    return .json(.object(members), headers: Answer.noStore)
  }
}
