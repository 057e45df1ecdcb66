import HTTP

/// When to ask again whether a person has confirmed a device's code (RFC 8628 §3.5).
public struct DevicePolling: Sendable, Equatable {
  /// Seconds to wait before the next request.
  public private(set) var interval: Int

  /// An outage makes the pauses longer, up to this.
  private static let longestPause = 60

  public init(interval: Int) { self.interval = interval }

  /// Takes up what the token endpoint answered; false where that ends the login.
  public mutating func goesOn(after error: OAuthError) -> Bool {
    switch error {
    case .refused(let refusal) where refusal.code == "authorization_pending": return true
    case .refused(let refusal) where refusal.code == "slow_down":
      // For this and all later requests.
      interval += 5
      return true
    case .refused(let refusal): return backsOff(refusal.isOutage)
    case .httpFailure(let failure): return backsOff(StatusMeaning(failure.status).isOutage)
    // A proxy's page where an answer should be.
    case .invalidDocument(let problem): return backsOff(problem.fault == .notJSON)
    case .redirected, .insecureEndpoint, .unsupported: return false
    }
  }

  /// After a request without an answer: "clients MUST unilaterally reduce their polling frequency".
  public mutating func backOff() { interval = max(interval, min(interval * 2, Self.longestPause)) }

  private mutating func backsOff(_ isPassing: Bool) -> Bool {
    if isPassing { backOff() }
    return isPassing
  }
}
