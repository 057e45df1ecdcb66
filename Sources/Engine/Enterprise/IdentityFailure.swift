public import HTTP
public import OAuth

/// The identity provider gave no assertion. Nothing was spent, there or here.
public struct IdentityFailure: Error, Sendable, Equatable, Codable {
  /// The provider's entry in the registry.
  public let provider: String
  /// Where it was asked.
  public let host: String
  public let cause: Cause

  public init(provider: String, host: String, cause: Cause) {
    self.provider = provider
    self.host = host
    self.cause = cause
  }

  /// What came instead.
  public enum Cause: Sendable, Equatable, Codable {
    case oauth(OAuthError)
    case transport(TransportError)
  }

  /// What it means for the login that the assertion is for: nothing was asked of that one's own authorization server, so
  /// nothing there is refused or in doubt.
  var outcome: RefreshOutcome {
    switch cause {
    case .transport(let error):
      if case .tls = error.kind {
        .notActed(failure: "tls_failure", retryAfter: nil)
      } else {
        .notActed(failure: "transient_network", retryAfter: nil)
      }
    case .oauth(let error):
      switch RefreshOutcome(.failure(error)) {
      case .grantRefused(let refusal), .clientRefused(let refusal): .requestRefused(refusal)
      case .ambiguous(_, let retryAfter): .notActed(failure: "transient_upstream", retryAfter: retryAfter)
      case let other: other
      }
    }
  }
}
