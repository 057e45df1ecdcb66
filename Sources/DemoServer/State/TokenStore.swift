/// Grants and the tokens issued under them.
struct TokenStore: Sendable {
  typealias GrantID = Int

  struct AccessToken: Sendable {
    let grant: GrantID
    let scopes: [Scope]
    var expiresAt: Double
    /// Of the key it is bound to (RFC 9449 §6).
    let thumbprint: String?
    var revoked = false
  }

  struct RefreshToken: Sendable {
    let grant: GrantID
    let thumbprint: String?
    /// When it was replaced, on the server's clock.
    var spentAt: Double?
  }

  /// What a token that is good stands for.
  struct Live: Sendable {
    let grant: Grant
    let scopes: [Scope]
    /// `nil` for a refresh token, which has no end.
    let expiresAt: Double?
    let thumbprint: String?

    var isAccessToken: Bool { expiresAt != nil }
  }

  enum Refusal: Error, Sendable, Equatable {
    case unknown
    case expired
    case revoked
    /// A refresh token that was rotated away came back.
    case reused
    /// It belongs to another client.
    case foreign
  }

  private var grants: [GrantID: Grant] = [:]
  private var accessTokens: [String: AccessToken] = [:]
  private var refreshTokens: [String: RefreshToken] = [:]

  var liveGrantCount: Int { grants.values.count { !$0.revoked } }

  subscript(_ id: GrantID) -> Grant? { grants[id] }

  mutating func open(_ grant: Grant) -> GrantID {
    let id = grants.count + 1
    grants[id] = grant
    return id
  }

  mutating func issueAccessToken(
    for grant: GrantID, scopes: [Scope], expiresAt: Double, boundTo thumbprint: String? = nil
  ) -> String {
    let token = RandomText.make("at_")
    accessTokens[token] = AccessToken(grant: grant, scopes: scopes, expiresAt: expiresAt, thumbprint: thumbprint)
    return token
  }

  mutating func issueRefreshToken(for grant: GrantID, boundTo thumbprint: String? = nil) -> String {
    let token = RandomText.make("rt_")
    refreshTokens[token] = RefreshToken(grant: grant, thumbprint: thumbprint)
    return token
  }

  /// Who calls with this access token, with which scopes, and whose key it takes.
  func check(
    _ accessToken: String, now: Double, evenRevoked: Bool = false
  ) throws(Refusal) -> (grant: Grant, scopes: [Scope], thumbprint: String?) {
    guard let token = accessTokens[accessToken], let grant = grants[token.grant] else { throw .unknown }
    guard evenRevoked || !token.revoked && !grant.revoked else { throw .revoked }
    guard now < token.expiresAt else { throw .expired }
    return (grant, token.scopes, token.thumbprint)
  }

  /// What a token of either kind stands for; looking at a spent one has no consequences.
  func live(_ token: String, now: Double) -> Live? {
    if let (grant, scopes, thumbprint) = try? check(token, now: now), let expiresAt = accessTokens[token]?.expiresAt {
      return Live(grant: grant, scopes: scopes, expiresAt: expiresAt, thumbprint: thumbprint)
    }
    guard let found = refreshTokens[token], found.spentAt == nil, let grant = grants[found.grant], !grant.revoked else {
      return nil
    }
    return Live(grant: grant, scopes: grant.scopes, expiresAt: nil, thumbprint: found.thumbprint)
  }

  /// The grant behind a refresh token.
  mutating func grant(
    of refreshToken: String, for client: Client, reuse: RefreshTokenReuse = .revokesFamily, now: Double = 0
  ) throws(Refusal) -> (id: GrantID, grant: Grant) {
    guard let token = refreshTokens[refreshToken], let grant = grants[token.grant] else { throw .unknown }
    guard grant.belongs(to: client) else { throw .foreign }
    guard !grant.revoked else { throw .revoked }
    guard let spentAt = token.spentAt else { return (token.grant, grant) }
    switch reuse {
    case .isGood(let seconds) where now < spentAt + seconds: return (token.grant, grant)
    case .isRefused: throw .reused
    case .revokesFamily, .isGood:
      revoke(token.grant)
      throw .reused
    }
  }

  /// When the grant's last access token ends; nil where it has none.
  func lastExpiry(of grant: GrantID) -> Double? {
    accessTokens.values.filter { $0.grant == grant && !$0.revoked }.map(\.expiresAt).max()
  }

  /// Whether it is bound to no key, or to this one.
  func isBound(_ refreshToken: String, atMostTo thumbprint: String?) -> Bool {
    guard let wanted = refreshTokens[refreshToken]?.thumbprint else { return true }
    return wanted == thumbprint
  }

  /// A token that is spent again was spent the first time.
  mutating func spend(_ refreshToken: String, now: Double = 0) {
    guard refreshTokens[refreshToken]?.spentAt == nil else { return }
    refreshTokens[refreshToken]?.spentAt = now
  }

  mutating func revokeAccessTokens(of grant: GrantID) {
    for (token, issued) in accessTokens where issued.grant == grant { accessTokens[token]?.revoked = true }
  }

  mutating func revoke(_ grant: GrantID) { grants[grant]?.revoked = true }

  /// Revokes a token by itself (RFC 7009 §2.1): a refresh token takes its family along, an access token goes alone.
  /// An unknown token is not an error (RFC 7009 §2.2).
  mutating func revoke(_ token: String, by client: Client) throws(Refusal) {
    guard let grant = refreshTokens[token]?.grant ?? accessTokens[token]?.grant else { return }
    guard grants[grant]?.belongs(to: client) == true else { throw .foreign }
    if refreshTokens[token] != nil { revoke(grant) } else { accessTokens[token]?.revoked = true }
  }

  mutating func revokeAll() { for id in grants.keys { grants[id]?.revoked = true } }

  mutating func revokeAll(of client: Client) {
    for (id, grant) in grants where grant.belongs(to: client) { revoke(id) }
  }

  mutating func expireAccessTokens(now: Double) {
    for (token, issued) in accessTokens { accessTokens[token]?.expiresAt = min(issued.expiresAt, now) }
  }
}
