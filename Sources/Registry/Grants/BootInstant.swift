/// A moment as the machine itself counts it: it goes on in sleep, and nobody can set it (clock_gettime(2),
/// `CLOCK_BOOTTIME`).
public struct BootInstant: Sendable, Equatable, Codable {
  /// Of this start of the machine; instants of two starts cannot be compared.
  public let bootID: String
  /// Whole seconds since the machine started.
  public let seconds: Int64

  public init(bootID: String, seconds: Int64) {
    self.bootID = bootID
    self.seconds = seconds
  }

  /// Seconds from the earlier instant to this one; nil where the machine was started in between. A count that is lower than
  /// it was is not this machine's, whatever the start is called.
  public func elapsed(since earlier: BootInstant) -> Int64? {
    guard earlier.bootID == bootID else { return nil }
    let (elapsed, overflows) = seconds.subtractingReportingOverflow(earlier.seconds)
    return overflows || elapsed < 0 ? nil : elapsed
  }
}
