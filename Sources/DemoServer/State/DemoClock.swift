import FoundationEssentials

/// The server's own clock: real time plus whatever it was advanced by. Every expiry uses it.
struct DemoClock: Sendable {
  private var offset: Double = 0

  /// Seconds since 1970.
  var now: Double { Date().timeIntervalSince1970 + offset }

  /// Time never goes back here: what has expired stays expired.
  mutating func advance(by seconds: Double) { offset += max(0, seconds) }
}
