import HTTP
import OAuth

extension OAuthError {
  /// As the audit trail knows it: the server's code, or the status.
  var cause: String {
    switch self {
    case .refused(let refusal): refusal.code
    case .httpFailure(let failure): "http_\(failure.status)"
    default: "refused"
    }
  }

  /// Whether it says nothing but that the server cannot answer now.
  var isOutage: Bool {
    switch self {
    case .refused(let refusal): refusal.isOutage
    case .httpFailure(let failure):
      // A page of success, or one that leads elsewhere, is a proxy's and not the server's word.
      StatusMeaning(failure.status) != .refusal
    default: false
    }
  }
}
