/// No program could be started to show the URL; the text says what was tried.
public struct BrowserError: Error, Sendable, Equatable {
  public let reason: String

  public init(_ reason: String) { self.reason = reason }
}
