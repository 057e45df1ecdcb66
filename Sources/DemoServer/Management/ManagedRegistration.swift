/// What an administrator does about registration.
enum ManagedRegistration {
  static func issueInitialAccessToken(in world: inout World) -> String {
    let token = RandomText.make("initial_")
    world.initialAccessTokens.insert(token)
    return token
  }
}
