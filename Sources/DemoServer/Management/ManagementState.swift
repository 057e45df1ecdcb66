/// The state of the server in numbers.
enum ManagementState {
  static func json(_ world: World) -> JSON {
    [
      "now": .number(world.clock.now), "issuer": .string(world.issuer(of: .demo)),
      "access_token_lifetime": .integer(world.accessTokenLifetime), "era": .string(world.era.rawValue),
      "consent": .string(world.consent.rawValue), "subject": .string(world.subject),
      "clients": .integer(world.clients.count), "live_grants": .integer(world.tokens.liveGrantCount),
      "sessions": .integer(world.sessions.count), "requests": .integer(world.log.requests.count),
    ]
  }
}
