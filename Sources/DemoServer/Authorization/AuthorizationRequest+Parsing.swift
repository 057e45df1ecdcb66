extension AuthorizationRequest {
  /// Reads the query of an authorization request; client and redirect URI come first, because every other error is
  /// reported through them.
  static func parse(_ query: String, world: World) throws(AuthorizationRefusal) -> AuthorizationRequest {
    guard let form = FormFields.parse(query.utf8) else { throw .page("The query is not well formed.") }
    if let name = form.repeated { throw .page("The parameter \(name) occurs twice.") }
    guard let id = form["client_id"], let client = world.clients[id] else {
      throw .page("No client with this client_id is registered.")
    }
    // Exact comparison, the port included (RFC 9700 §2.1); this server does not make the exception for loopback.
    guard let redirectURI = form["redirect_uri"], client.redirectURIs.contains(redirectURI) else {
      throw .page("The redirect_uri is not one that \(client.name) has registered.")
    }
    do throws(OAuthRefusal) {
      return try parse(form, client: client, redirectURI: redirectURI, places: world.places)
    } catch {
      throw .redirect(to: redirectURI, error: error.error, description: error.description, state: form["state"])
    }
  }

  private static func parse(
    _ form: FormFields, client: Client, redirectURI: String, places: Places
  ) throws(OAuthRefusal) -> AuthorizationRequest {
    guard let responseType = form["response_type"] else { throw .invalidRequest("response_type is missing") }
    guard responseType == "code" else { throw .unsupportedResponseType("only code is supported") }
    guard let challenge = form["code_challenge"], form["code_challenge_method"] == "S256" else {
      throw .invalidRequest("PKCE with S256 is required")
    }
    guard ProofKey.isChallenge(challenge) else { throw .invalidRequest("code_challenge is not a SHA-256 value") }
    guard let resource = form["resource"] else { throw .invalidTarget("resource is missing") }
    guard places.isProtectedResource(resource) else { throw .invalidTarget("resource is not one of this server's") }
    return AuthorizationRequest(
      clientID: client.id, clientName: client.name, redirectURI: redirectURI, state: form["state"],
      scopes: try scopes(form["scope"], of: client), resource: resource, codeChallenge: challenge)
  }

  /// The registered scopes are only what is meant when a request names none: a client that could never ask for more
  /// than it registered with could not follow a challenge (MCP Authorization, Step-Up).
  private static func scopes(_ requested: String?, of client: Client) throws(OAuthRefusal) -> [Scope] {
    guard let requested else { return client.scopes ?? Scope.byDefault }
    guard let scopes = Scope.parse(requested), !scopes.isEmpty else { throw .invalidScope("an unknown scope") }
    return scopes
  }
}
