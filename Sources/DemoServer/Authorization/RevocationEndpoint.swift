/// Token revocation (RFC 7009).
enum RevocationEndpoint {
  static func answer(_ call: Call, in world: inout World) -> Answer {
    guard call.request.method == "POST" else { return .methodNotAllowed("POST") }
    do throws(OAuthRefusal) {
      let form = try TokenEndpoint.form(of: call)
      let client = try ClientAuthentication.client(call, form, in: &world)
      guard let token = form["token"] else { throw .invalidRequest("token is missing") }
      guard (try? world.tokens.revoke(token, by: client)) != nil else {
        throw .invalidGrant("the token belongs to another client")
      }
      return Answer(status: 200, headers: Answer.noStore)
    } catch {
      return error.answer
    }
  }
}
