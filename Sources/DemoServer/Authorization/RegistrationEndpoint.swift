/// Dynamic client registration (RFC 7591 §3).
enum RegistrationEndpoint {
  static func answer(_ call: Call, in world: inout World) -> Answer {
    guard !world.has(.noRegistration) else { return .notFound }
    guard call.request.method == "POST" else { return .methodNotAllowed("POST") }
    do throws(OAuthRefusal) {
      guard call.isJSON, let document = JSON.parse(call.request.body), document.object != nil else {
        throw .invalidClientMetadata("the body must be a JSON object, sent as application/json")
      }
      let metadata = try ClientMetadata(document, world: world)
      let secret = metadata.authentication == .none ? nil : RandomText.make("secret_")
      let client = metadata.client(id: RandomText.make("client_"), secret: secret)
      world.clients.add(client)
      let response = metadata.response(for: client, at: world.clock.now)
      return .json(response, status: 201, headers: Answer.noStore)
    } catch {
      return error.answer
    }
  }
}
