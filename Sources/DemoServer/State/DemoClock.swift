import FoundationEssentials

/// The server's own clock: real time, from another start if need be, plus whatever it was advanced by. Every expiry uses
/// it.
struct DemoClock: Sendable {
  private var offset: Double

  /// - Parameter start: what it shows now; `nil` is the real time.
  init(start: Double? = nil) { offset = start.map { $0 - Date().timeIntervalSince1970 } ?? 0 }

  /// Seconds since 1970.
  var now: Double { Date().timeIntervalSince1970 + offset }

  /// Time only goes forward here: what has expired stays expired.
  mutating func advance(by seconds: Double) { offset += max(0, seconds) }

  /// As when a machine's clock is set: forward or back.
  mutating func jump(by seconds: Double) { offset += seconds }
}
