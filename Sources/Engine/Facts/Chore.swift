/// What the schedule does besides refreshing: work with servers that nobody waits for.
///
/// Each is done in a process of its own, so that what one server's answer does to it, a crash included, is done to nothing
/// else; and each attempt is written down before it is made, so that the next run begins with another one.
public enum Chore: String, Sendable, Codable, CaseIterable {
  /// Client secrets that end soon are replaced.
  case renewSecrets = "renew-secrets"
  /// Tokens that are owed to their authorization servers are taken back.
  case deliverRevocations = "deliver-revocations"
  /// Registrations that nobody needs are deleted at their servers.
  case discardRegistrations = "discard-registrations"

  /// The name of the lock that is held over any of them.
  public static let lockName = "chores"
}
