/// No program could be started to show the URL; the text says what was tried.
public struct BrowserError: Error, Sendable, Equatable {
  public let reason: String
  /// Whether there is no browser on this machine that could show anything, so that none was tried.
  public let isAbsent: Bool

  public init(_ reason: String, isAbsent: Bool = false) {
    self.reason = reason
    self.isAbsent = isAbsent
  }
}
