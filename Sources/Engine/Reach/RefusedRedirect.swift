public import HTTP

/// A redirect on the way to a metadata document that is not followed.
public struct RefusedRedirect: Sendable, Equatable {
  /// Why not.
  public enum Fault: Sendable, Equatable {
    /// This many were followed already.
    case tooMany(limit: Int)
    /// Plain http to another machine.
    case insecure
    /// No `Location`, or none that is an http or https URL.
    case unusable
  }

  public let from: WebURL
  /// `Location` as it came.
  public let to: String
  public let fault: Fault

  public init(from: WebURL, to: String, fault: Fault) {
    self.from = from
    self.to = to
    self.fault = fault
  }
}
