import FoundationEssentials

/// Why a refresh token would be spent, which decides when it need not be.
enum RefreshReason: Sendable, Equatable {
  /// The access token will not live for this many seconds more; nil is the default margin.
  case spent(minimumValidity: TimeInterval?)
  /// A server refused the access token.
  case rejected
  /// The person or the schedule wants it now, fresh or not.
  case forced
  /// A login that it vouches for needs an ID token that is good.
  case identity
  /// The schedule's plan named it a moment ago.
  case due

  /// As the audit trail knows it.
  var eventCause: String {
    switch self {
    case .spent: "spent"
    case .rejected: "rejected"
    case .forced: "forced"
    case .due: "due"
    case .identity: "identity"
    }
  }
}
