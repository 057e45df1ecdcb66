extension AuthorizationRequest {
  /// Reads the query of an authorization request, or what was pushed before and is only named there.
  static func parse(_ call: Call, in world: inout World) throws(AuthorizationRefusal) -> AuthorizationRequest {
    guard let form = FormFields.parse(call.query.utf8) else { throw .page("The query is not well formed.") }
    if let name = form.repeated { throw .page("The parameter \(name) occurs twice.") }
    guard let uri = form["request_uri"], !world.has(.noPushedRequests) else {
      let request = try parse(form, at: call.realm, world: world)
      guard !world.has(.requirePushedRequests) else {
        throw .redirect(
          to: request.redirectURI, .invalidRequest("a pushed authorization request is required"), state: request.state)
      }
      return request
    }
    // RFC 9101 §6.3: what stands beside the reference does not count.
    guard let id = form["client_id"],
      let pushed = world.pushedRequests.take(uri, of: id, at: call.realm, now: world.clock.now)
    else { throw .page("This request_uri is not known, has expired, or was used before.") }
    return try parse(pushed, at: call.realm, world: world)
  }

  /// Client and redirect URI come first, because every other error is reported through them.
  static func parse(
    _ form: FormFields, at realm: Realm, world: World
  ) throws(AuthorizationRefusal) -> AuthorizationRequest {
    guard let id = form["client_id"], let client = world.clients[id, realm] else {
      let refusal = form["client_id"].flatMap(world.documents.refusal)
      throw .page(refusal ?? "No client with this client_id is registered.")
    }
    // Exact comparison, the port included (RFC 9700 §2.1): the exception for loopback is made for client documents only.
    guard let redirectURI = form["redirect_uri"], client.isRedirected(to: redirectURI) else {
      throw .page("The redirect_uri is not one that \(client.name) has registered.")
    }
    do throws(OAuthRefusal) {
      return try parse(form, client: client, redirectURI: redirectURI, world)
    } catch {
      throw .redirect(to: redirectURI, error, state: form["state"])
    }
  }

  private static func parse(
    _ form: FormFields, client: Client, redirectURI: String, _ world: World
  ) throws(OAuthRefusal) -> AuthorizationRequest {
    guard client.may(GrantType.authorizationCode.rawValue) else {
      throw .unauthorizedClient("the client is not registered for authorization_code")
    }
    guard let responseType = form["response_type"] else { throw .invalidRequest("response_type is missing") }
    guard responseType == "code" else { throw .unsupportedResponseType("only code is supported") }
    guard let challenge = form["code_challenge"], form["code_challenge_method"] == "S256" else {
      throw .invalidRequest("PKCE with S256 is required")
    }
    guard ProofKey.isChallenge(challenge) else { throw .invalidRequest("code_challenge is not a SHA-256 value") }
    return AuthorizationRequest(
      realm: client.realm, clientID: client.id, clientName: client.name, redirectURI: redirectURI,
      state: form["state"], scopes: try client.scopes(requested: form["scope"], in: world),
      resource: try world.resource(named: form, at: client.realm), codeChallenge: challenge, nonce: form["nonce"],
      keyThumbprint: world.has(.dpop) || world.has(.dpopRequired) ? form["dpop_jkt"] : nil)
  }
}
