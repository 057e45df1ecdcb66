/// What a token is good for (RFC 7662). A client learns that about its own tokens only.
enum IntrospectionEndpoint {
  static func answer(_ call: Call, in world: inout World) -> Answer {
    guard !world.has(.noIntrospection) else { return .notFound }
    guard call.request.method == "POST" else { return .methodNotAllowed("POST") }
    do throws(OAuthRefusal) {
      let form = try TokenEndpoint.form(of: call)
      let client = try ClientAuthentication.client(call, form, in: &world)
      guard client.authentication != .none || !world.has(.introspectionNeedsSecret) else {
        throw .invalidClient("a public client learns nothing here")
      }
      guard let token = form["token"] else { throw .invalidRequest("token is missing") }
      let members = world.tokens.live(token, now: world.clock.now).flatMap { found in
        found.grant.belongs(to: client) ? self.members(found, world) : nil
      }
      // RFC 7662 §2.2: nothing else is said about a token that is not active.
      return .json(.object(members ?? ["active": false]), headers: Answer.noStore)
    } catch {
      return error.answer
    }
  }

  private static func members(_ found: TokenStore.Live, _ world: World) -> [String: JSON] {
    var members: [String: JSON] = [
      "active": true, "scope": .string(found.scopes.text), "client_id": .string(found.grant.clientID),
      "username": .string(found.grant.subject), "sub": .string(found.grant.subject),
      "aud": .string(found.grant.resource), "iss": .string(world.issuer(of: found.grant.realm)),
    ]
    members["exp"] = found.expiresAt.map { .integer(Int($0)) }
    if found.isAccessToken { members["token_type"] = found.thumbprint == nil ? "Bearer" : "DPoP" }
    // RFC 9449 §6.2.
    members["cnf"] = found.thumbprint.map { ["jkt": .string($0)] }
    return members
  }
}
