/// Turns an authorization code into tokens (RFC 6749 §4.1.3, RFC 7636 §4.6, RFC 8707 §2.2).
enum CodeExchange {
  static func answer(
    _ form: FormFields, _ client: Client, fault: Fault?, in world: inout World
  ) throws(OAuthRefusal) -> Answer {
    guard let code = form["code"] else { throw .invalidRequest("code is missing") }
    guard let verifier = form["code_verifier"] else { throw .invalidRequest("code_verifier is missing") }
    let issued = try look(up: code, in: &world)
    let request = issued.request
    guard request.clientID == client.id else { throw .invalidGrant("the code belongs to another client") }
    guard form["redirect_uri"] == request.redirectURI else { throw .invalidGrant("redirect_uri is not the same") }
    guard let resource = form["resource"] else { throw .invalidTarget("resource is missing") }
    guard resource == request.resource else { throw .invalidTarget("resource is not what was allowed") }
    guard ProofKey.verifies(verifier, request.codeChallenge) else {
      world.codes.spend(code, grant: nil)
      throw .invalidGrant("code_verifier does not fit")
    }
    let grant = world.tokens.open(
      Grant(clientID: client.id, subject: issued.subject, scopes: request.scopes, resource: resource))
    world.codes.spend(code, grant: grant)
    let refreshable = client.may(GrantType.refreshToken.rawValue) && fault != .noRefreshToken
    let refreshToken = refreshable ? world.tokens.issueRefreshToken(for: grant) : nil
    return TokenAnswer.make(for: grant, request.scopes, refreshToken: refreshToken, fault: fault, in: &world)
  }

  private static func look(up code: String, in world: inout World) throws(OAuthRefusal) -> CodeStore.Issued {
    do throws(CodeStore.Refusal) {
      return try world.codes.look(up: code, now: world.clock.now)
    } catch {
      switch error {
      case .unknown: throw .invalidGrant("no such code")
      case .expired: throw .invalidGrant("the code has expired")
      case .replayed(let grant):
        if let grant { world.tokens.revoke(grant) }
        throw .invalidGrant("the code was used before")
      }
    }
  }
}
