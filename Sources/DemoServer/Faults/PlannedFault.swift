/// One entry of a fault plan.
public struct PlannedFault: Sendable, Equatable {
  /// Where it happens.
  public let endpoint: FaultEndpoint
  /// What happens.
  public let fault: Fault
  /// To how many requests, at least 1; `nil` means to every request until the plan is replaced.
  public let times: Int?

  public init(_ endpoint: FaultEndpoint, _ fault: Fault, times: Int? = 1) {
    self.endpoint = endpoint
    self.fault = fault
    self.times = times
  }
}
