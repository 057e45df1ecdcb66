/// One entry of a fault plan.
public struct PlannedFault: Sendable, Equatable {
  /// Where it happens.
  public let endpoint: FaultEndpoint
  /// What happens.
  public let fault: Fault
  /// To how many requests, at least 1; `nil` means to every request until the plan is replaced.
  public internal(set) var times: Int?
  /// How many requests pass first.
  public internal(set) var after: Int
  /// How likely it is for each request, above 0 and at most 1; drawn from the plan's seed.
  public let probability: Double

  public init(
    _ endpoint: FaultEndpoint, _ fault: Fault, times: Int? = 1, after: Int = 0, probability: Double = 1
  ) {
    self.endpoint = endpoint
    self.fault = fault
    self.times = times
    self.after = after
    self.probability = probability
  }
}
