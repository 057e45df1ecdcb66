import FoundationEssentials

/// The server's own clock: real time, from another start if need be, plus whatever it was advanced by. Every expiry uses
/// it.
struct DemoClock: Sendable {
  private var offset: Double

  /// - Parameter start: what it shows now; `nil` is the real time.
  init(start: Double? = nil) { offset = start.map { $0 - Date().timeIntervalSince1970 } ?? 0 }

  /// Seconds since 1970, up to the year 9999, however far it is moved.
  var now: Double { min(max(Date().timeIntervalSince1970 + offset, 0), 253_402_300_799) }

  /// Time only goes forward here: what has expired stays expired.
  mutating func advance(by seconds: Double) { jump(by: max(0, seconds)) }

  /// As when a machine's clock is set: forward or back.
  mutating func jump(by seconds: Double) { offset = min(max(offset + seconds, -1e12), 1e12) }
}
