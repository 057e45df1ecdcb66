import Registry

/// The ways to obtain tokens that this program can go.
public enum LoginFlow: Sendable, Equatable {
  /// A person's browser goes out, and a code comes back (RFC 6749 §4.1).
  case authorizationCode

  /// Whether a person takes part.
  var needsPerson: Bool {
    switch self {
    case .authorizationCode: true
    }
  }

  /// How a login made this way is stored.
  var grantFlow: Grant.Flow {
    switch self {
    case .authorizationCode: .authorizationCode
    }
  }

  /// The way to log in again where a person does not say otherwise.
  init(renewing flow: Grant.Flow) {
    switch flow {
    case .authorizationCode, .deviceCode, .clientCredentials, .workload, .enterprise: self = .authorizationCode
    }
  }
}
