/// How a server takes a refresh token that it has replaced before.
enum RefreshTokenReuse: Sendable {
  /// The family is revoked: either the client or a thief has lost the race, and nobody can tell which (RFC 9700 §4.14.2).
  case revokesFamily
  /// It is refused, and that is all.
  case isRefused
  /// It is taken for this many seconds more; after them it revokes the family.
  case isGood(seconds: Double)

  /// As this world has it.
  init(in world: World) {
    self =
      world.has(.rotationGrace) ? .isGood(seconds: 30) : world.has(.reuseKeepsFamily) ? .isRefused : .revokesFamily
  }
}
