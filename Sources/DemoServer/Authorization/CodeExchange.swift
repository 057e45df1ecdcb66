/// Turns an authorization code into tokens (RFC 6749 §4.1.3, RFC 7636 §4.6, RFC 8707 §2.2).
enum CodeExchange {
  static func answer(_ exchange: TokenRequest, in world: inout World) throws(OAuthRefusal) -> Answer {
    let code = try exchange.required("code")
    let verifier = try exchange.required("code_verifier")
    let issued = try look(up: code, in: &world)
    let request = issued.request
    guard request.clientID == exchange.client.id, request.realm == exchange.client.realm else {
      throw .invalidGrant("the code belongs to another client")
    }
    guard exchange.form["redirect_uri"] == request.redirectURI else {
      throw .invalidGrant("redirect_uri is not the same")
    }
    try world.check(exchange, isFor: request.resource)
    guard request.keyThumbprint == nil || request.keyThumbprint == exchange.keyThumbprint else {
      throw .invalidGrant("the code is bound to another key")
    }
    guard ProofKey.verifies(verifier, request.codeChallenge) else {
      world.codes.spend(code, grant: nil)
      throw .invalidGrant("code_verifier does not fit")
    }
    let grant = world.tokens.open(
      Grant(
        realm: request.realm, clientID: request.clientID, subject: issued.subject, scopes: request.scopes,
        resource: request.resource))
    world.codes.spend(code, grant: grant)
    return TokenAnswer.first(of: grant, request.scopes, for: exchange, nonce: request.nonce, in: &world)
  }

  private static func look(up code: String, in world: inout World) throws(OAuthRefusal) -> CodeStore.Issued {
    do throws(CodeStore.Refusal) {
      return try world.codes.look(up: code, now: world.clock.now)
    } catch {
      switch error {
      case .unknown: throw .invalidGrant("no such code")
      case .expired: throw .invalidGrant("the code has expired")
      case .replayed(let grant):
        if let grant, !world.has(.codeReplaySparesTokens) { world.tokens.revoke(grant) }
        throw .invalidGrant("the code was used before")
      }
    }
  }
}
