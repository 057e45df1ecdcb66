/// A client's secret, and how long it is good.
struct ClientSecret: Sendable, Equatable {
  /// How long a secret that expires is good, in seconds.
  static let lifetime: Double = 3600

  let text: String
  /// Seconds since 1970 on the server's own clock; `nil`: never.
  var expiresAt: Double?

  /// A new one, with an end if the server's secrets have one now.
  static func make(in world: World) -> ClientSecret {
    ClientSecret(
      text: RandomText.make("secret_"), expiresAt: world.has(.expiringSecrets) ? world.clock.now + lifetime : nil)
  }

  func proves(_ given: String?, now: Double) -> Bool { given == text && now < expiresAt ?? .infinity }
}
