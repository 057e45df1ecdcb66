/// The client configuration endpoint (RFC 7592 §2).
enum ClientConfigurationEndpoint {
  static func answer(_ call: Call, for id: String, in world: inout World) -> Answer {
    guard !world.has(.noRegistrationManagement) else { return .notFound }
    guard ["GET", "PUT", "DELETE"].contains(call.request.method) else { return .methodNotAllowed("GET, PUT, DELETE") }
    do throws(OAuthRefusal) {
      // RFC 7592 §2.1: a client that is gone and a token that never was look the same.
      guard let token = call.bearerToken, let client = world.clients.client(registrationToken: token) else {
        throw .invalidToken("no client has this registration access token")
      }
      guard client.id == id, client.realm == call.realm else { return Answer(status: 403) }
      guard call.request.method != "GET" else { return show(client, in: &world) }
      guard !world.has(.registrationUpdatesUnsupported) else { return .methodNotAllowed("GET") }
      guard !world.has(.registrationUpdatesForbidden) else { return Answer(status: 403) }
      return call.request.method == "PUT" ? try update(call, client, in: &world) : delete(client, in: &world)
    } catch {
      return error.answer
    }
  }

  /// RFC 7592 §2.1. Both this answer and that of an update may bring another token.
  private static func show(_ client: Client, in world: inout World) -> Answer {
    var client = client
    if world.has(.rotatingRegistrationTokens) { client.registration?.accessToken = RandomText.make("registration_") }
    world.clients.add(client)
    return .json(client.information(in: world), headers: Answer.noStore)
  }

  /// RFC 7592 §2.2.
  private static func update(_ call: Call, _ client: Client, in world: inout World) throws(OAuthRefusal) -> Answer {
    let document = try RegistrationEndpoint.document(of: call)
    try ClientUpdate.check(document, of: client)
    guard let updated = client.updated(try ClientMetadata(document, world: world), in: world) else {
      return Answer(status: 403)
    }
    return show(updated, in: &world)
  }

  /// RFC 7592 §2.3: the client's grants go with it.
  private static func delete(_ client: Client, in world: inout World) -> Answer {
    world.clients.forget(client.id, client.realm)
    world.tokens.revokeAll(of: client)
    return Answer(status: 204, headers: Answer.noStore)
  }
}
