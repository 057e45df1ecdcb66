/// Pushed authorization requests (RFC 9126).
enum PushedAuthorizationEndpoint {
  static func answer(_ call: Call, in world: inout World) -> Answer {
    guard !world.has(.noPushedRequests) else { return .notFound }
    guard call.request.method == "POST" else { return .methodNotAllowed("POST") }
    do throws(OAuthRefusal) {
      let form = try TokenEndpoint.form(of: call)
      let client = try ClientAuthentication.client(call, form, in: &world)
      try check(form, of: client, world)
      let uri = world.pushedRequests.add(form, of: client, now: world.clock.now)
      return .json(
        ["request_uri": .string(uri), "expires_in": .integer(Int(PushedRequestStore.lifetime))], status: 201,
        headers: Answer.noStore)
    } catch {
      return error.answer
    }
  }

  /// RFC 9126 §2.1: a pushed request is what the authorization endpoint would take, and does not point to another one.
  private static func check(_ form: FormFields, of client: Client, _ world: World) throws(OAuthRefusal) {
    guard form["request_uri"] == nil else { throw .invalidRequest("request_uri must not be pushed") }
    guard form["client_id"] == client.id else { throw .invalidRequest("client_id is missing") }
    do throws(AuthorizationRefusal) {
      _ = try AuthorizationRequest.parse(form, at: client.realm, world: world)
    } catch {
      switch error {
      // RFC 9126 §2.3: what has no error code at the authorization endpoint is invalid_request here.
      case .page(let why): throw .invalidRequest(why)
      case .redirect(_, let refusal, _): throw refusal
      }
    }
  }
}
