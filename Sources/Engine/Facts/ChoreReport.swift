public import Registry

/// What a worker says when it has done a chore. What came of each server is in the registry.
public struct ChoreReport: Sendable, Codable, Equatable {
  /// Why the rest was left; nil where there is no rest.
  public let failure: RegistryError?
  /// What a person should know, in order.
  public let notices: [ChoreNotice]

  public init(failure: RegistryError?, notices: [ChoreNotice]) {
    self.failure = failure
    self.notices = notices
  }
}
