/// What a worker says when it knows how its order ends.
public struct WorkerReport: Sendable, Codable, Equatable {
  /// One request to the token endpoint.
  public struct Exchange: Sendable, Codable, Equatable {
    /// The URL without its query.
    public let url: String
    /// Nil where no answer came.
    public let status: Int?
  }

  public let verdict: RefreshVerdict
  /// In the order in which they were sent; for `--verbose`.
  public let exchanges: [Exchange]

  public init(verdict: RefreshVerdict, exchanges: [Exchange]) {
    self.verdict = verdict
    self.exchanges = exchanges
  }
}
