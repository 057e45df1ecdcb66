import OAuth

extension EngineError {
  /// Seconds the server asked to wait; nil where it did not.
  public var retryAfter: Int? {
    switch self {
    case .oauth(.refused(let refusal), _): refusal.retryAfter
    case .oauth(.httpFailure(let failure), _): failure.retryAfter
    case .notMCP(let answer): answer.retryAfter
    default: nil
    }
  }
}
