/// Token revocation (RFC 7009).
enum RevocationEndpoint {
  static func answer(_ call: Call, in world: inout World) -> Answer {
    guard !world.has(.noRevocation) else { return .notFound }
    guard call.request.method == "POST" else { return .methodNotAllowed("POST") }
    do throws(OAuthRefusal) {
      let form = try TokenEndpoint.form(of: call)
      try check(call, form, world)
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

  /// What servers demand here that RFC 7009 §2.1 does not.
  private static func check(_ call: Call, _ form: FormFields, _ world: World) throws(OAuthRefusal) {
    // The field, not the secret: an empty one is fine.
    let hasSecretField = form.fields.contains { $0.name == "client_secret" }
    guard hasSecretField || !world.has(.revocationNeedsSecretField) else {
      throw .invalidRequest("client_secret: Field required")
    }
    guard call.request.header("authorization") != nil || !world.has(.revocationBasicOnly) else {
      throw .invalidClient("only client_secret_basic is taken here", triedBasic: true)
    }
  }
}
