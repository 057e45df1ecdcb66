public import FoundationEssentials
import SQLite

// Renewals of a client's secret that come to nothing wait longer each time, like refreshes.
extension ServerRegistry {
  /// Renewals in a row that came to nothing.
  public struct RenewalFailures: Sendable, Equatable {
    public let count: Int
    /// When the first of them was; nil where there was none.
    public let since: Date?
  }

  public func renewalFailures(of registration: Registration) throws(RegistryError) -> RenewalFailures {
    try read { (connection) throws(RegistryError) in
      try connection.first(
        "SELECT renewal_failures, renewal_failing_since FROM registration WHERE id = ?", [registration.id]
      ) { RenewalFailures(count: Int($0.integer(0)), since: $0.optionalInteger(1).map { Date(seconds: $0) }) }
    } ?? RenewalFailures(count: 0, since: nil)
  }

  /// Notes that one is tried now, and when the next may be unless it is done.
  public func noteRenewal(
    of registration: Registration, until next: Date, at now: Date
  ) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      try connection.apply(
        """
        UPDATE registration SET renewal_failures = \(Self.oneMore("renewal_failures")), renewal_next_at = ?1,
        renewal_failing_since = min(coalesce(renewal_failing_since, ?2), ?2) WHERE id = ?3
        """, [next.seconds, now.seconds, registration.id])
    }
  }

  /// Leaves the next one to a later time.
  public func postponeRenewal(of registration: Registration, until next: Date) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      try connection.apply(
        "UPDATE registration SET renewal_next_at = ? WHERE id = ?", [next.seconds, registration.id])
    }
  }

  /// Notes that one was done.
  public func endRenewalFailures(of registration: Registration) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      try connection.apply(
        """
        UPDATE registration SET renewal_failures = 0, renewal_failing_since = NULL, renewal_next_at = NULL
        WHERE id = ? AND renewal_failures > 0
        """, [registration.id])
    }
  }
}
