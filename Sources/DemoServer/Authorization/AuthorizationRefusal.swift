/// An authorization request that gets no code.
enum AuthorizationRefusal: Error, Sendable, Equatable {
  /// The redirect URI cannot be trusted, so only the person is told (RFC 6749 §4.1.2.1).
  case page(String)
  /// The client is told through the redirect.
  case redirect(to: String, OAuthRefusal, state: String?)

  static func denied(_ request: AuthorizationRequest) -> Self {
    .redirect(to: request.redirectURI, .accessDenied("the person said no"), state: request.state)
  }

  func answer(at realm: Realm, in world: World, status: Int = 302) -> Answer {
    switch self {
    case .page(let why):
      return MessagePage.answer(title: "This request cannot be answered", text: why, status: 400)
    case .redirect(let uri, let refusal, let state):
      // RFC 9207 §2: error responses carry `iss` too.
      let location = CallbackURL.make(
        uri,
        [
          "error": refusal.error, "error_description": refusal.description, "state": world.callbackState(state),
          "iss": world.callbackIssuer(of: realm, isError: true),
        ])
      return .redirect(location, status: status)
    }
  }
}
