public import Registry

/// What deleting a registration came to.
public struct DeletedRegistration: Sendable {
  public let registration: Registration
  /// What became of it at its server.
  public let outcome: Outcome

  /// The ends.
  public enum Outcome: Sendable {
    case deleted
    /// The server offers no deletion: it is forgotten here only.
    case notSupported
  }
}
