/// Dynamic client registration (RFC 7591 §3).
enum RegistrationEndpoint {
  static func answer(_ call: Call, in world: inout World) -> Answer {
    guard !world.has(.noRegistration) else { return .notFound }
    guard call.request.method == "POST" else { return .methodNotAllowed("POST") }
    do throws(OAuthRefusal) {
      try checkAccess(call, world)
      let metadata = try ClientMetadata(try document(of: call), world: world)
      let client = Client(registering: metadata, at: call.realm, in: world)
      world.clients.add(client)
      return .json(
        client.information(in: world), status: world.has(.registrationWith200) ? 200 : 201, headers: Answer.noStore)
    } catch {
      return error.answer
    }
  }

  /// The initial access token (RFC 7591 §3). One that is sent has to be good even where none is needed.
  private static func checkAccess(_ call: Call, _ world: World) throws(OAuthRefusal) {
    guard call.request.header("authorization") != nil else {
      guard !world.has(.requireInitialAccessToken) else { throw .invalidToken("an initial access token is needed") }
      return
    }
    guard let token = call.bearerToken, world.initialAccessTokens.contains(token) else {
      throw .invalidToken("this initial access token is not one of ours")
    }
  }

  /// Shared with the client configuration endpoint.
  static func document(of call: Call) throws(OAuthRefusal) -> JSON {
    guard call.isJSON, let document = JSON.parse(call.request.body), document.object != nil else {
      throw .invalidClientMetadata("the body must be a JSON object, sent as application/json")
    }
    return document
  }
}
