public import FoundationEssentials
public import OAuth

/// The file that a platform writes its assertion into has none that can be sent now. It says nothing about the login: the
/// platform may write another one at any time.
public struct AssertionFileError: Error, Sendable, Equatable, Codable {
  public let path: String
  public let fault: Fault

  public init(path: String, _ fault: Fault) {
    self.path = path
    self.fault = fault
  }

  /// What is wrong.
  public enum Fault: Sendable, Equatable, Codable {
    /// The system's text.
    case unreadable(reason: String)
    case notAFile
    case tooLarge(limit: Int)
    case unusable(WorkloadAssertion.Fault)
    case expired(at: Date)
    /// The authorization server has refused just this one, which is not sent again (SEP-1933).
    case refused
  }
}
