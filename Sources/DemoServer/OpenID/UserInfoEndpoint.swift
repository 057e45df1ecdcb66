/// Claims about the person behind an access token (OpenID Connect Core §5.3).
enum UserInfoEndpoint {
  static func answer(_ call: Call, in world: inout World) -> Answer {
    guard !world.has(.noOpenID), !world.has(.noUserInfo) else { return .notFound }
    guard ["GET", "POST"].contains(call.request.method) else { return .methodNotAllowed("GET, POST") }
    do throws(BearerRefusal) {
      let presented = try PresentedToken.of(call, in: &world)
      guard let found = world.tokens.live(presented.token, now: world.clock.now), found.isAccessToken,
        found.grant.realm == call.realm
      else { throw .invalidToken("no such access token, or it is not good any more") }
      try presented.check(boundTo: found.thumbprint, in: world)
      guard found.scopes.contains(.openID) else { throw .insufficientScope(.openID) }
      return .json(.object(claims(found.grant.subject, world)), headers: Answer.noStore)
    } catch {
      return error.answer(at: nil, in: world)
    }
  }

  private static func claims(_ subject: String, _ world: World) -> [String: JSON] {
    [
      "sub": .string(world.has(.userInfoOtherSubject) ? subject + "-twin" : subject),
      "preferred_username": .string(subject), "name": .string(subject.prefix(1).uppercased() + subject.dropFirst()),
      "email": .string(subject + "@example.com"),
    ]
  }
}
