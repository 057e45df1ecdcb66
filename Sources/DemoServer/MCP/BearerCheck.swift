/// The resource server's check of the access token (RFC 6750 §2.1, RFC 9449 §7).
enum BearerCheck {
  static func caller(
    _ call: Call, at resource: MCPResource, in world: inout World
  ) throws(BearerRefusal) -> Caller {
    guard resource.isProtected else { return .anyone }
    let presented = try PresentedToken.of(call, in: &world)
    let (grant, scopes, thumbprint) = try check(presented.token, in: world)
    try presented.check(boundTo: thumbprint, in: world)
    // A token for another resource must not work here (RFC 8707 §3, MCP Authorization, Token Handling).
    guard world.accepts(grant.resource, at: resource) else { throw .invalidToken("for another resource") }
    guard world.trustedRealms.contains(grant.realm) else { throw .invalidToken("of another issuer") }
    guard scopes.contains(.toolsRead) else { throw .insufficientScope(.toolsRead) }
    return Caller(subject: grant.subject, clientID: grant.clientID, scopes: scopes)
  }

  private static func check(
    _ token: String, in world: World
  ) throws(BearerRefusal) -> (grant: Grant, scopes: [Scope], thumbprint: String?) {
    do throws(TokenStore.Refusal) {
      return try world.tokens.check(
        token, now: world.clock.now, evenRevoked: world.has(.revokedTokensAccepted))
    } catch {
      if error == .expired, world.has(.insufficientScopeForExpired) { throw .insufficientScope(.toolsRead) }
      throw .invalidToken("the access token is \(error)")
    }
  }
}
