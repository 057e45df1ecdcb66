import HTTP
import OAuth

extension IdentityFailure {
  /// What it means for the login that the assertion is for: nothing was asked of that one's own authorization server, so
  /// nothing there is refused or in doubt.
  var outcome: RefreshAnswer {
    switch cause {
    case .transport(let error):
      if case .tls = error.kind {
        .notActed(failure: "tls_failure", retryAfter: nil)
      } else {
        .notActed(failure: "transient_network", retryAfter: nil)
      }
    case .oauth(let error):
      switch RefreshAnswer(.failure(error)) {
      case .grantRefused(let refusal), .clientRefused(let refusal): .requestRefused(refusal)
      case .ambiguous(_, let retryAfter): .notActed(failure: "transient_upstream", retryAfter: retryAfter)
      case let other: other
      }
    }
  }
}
