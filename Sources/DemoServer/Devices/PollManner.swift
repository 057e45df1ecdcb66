/// When a device that polls is told to slow down.
enum PollManner: Sendable, Equatable {
  /// When it comes before its interval is over and nothing is decided (RFC 8628 §3.5).
  case afterTooEarlyPoll
  /// The first time, however late it comes and whatever was decided; then as above.
  case atOnce
  /// Never.
  case never

  func slowsDown(_ authorization: DeviceStore.Authorization, now: Double) -> Bool {
    switch self {
    case .never: return false
    case .atOnce where authorization.lastPoll == nil: return true
    case .atOnce, .afterTooEarlyPoll:
      guard authorization.decision == .pending, let last = authorization.lastPoll else { return false }
      return now < last + authorization.interval
    }
  }
}
