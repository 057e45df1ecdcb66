import OAuth
import Registry

/// The ways to obtain tokens that this program can go.
public enum LoginFlow: Sendable, Equatable {
  /// A person's browser goes out, and a code comes back (RFC 6749 §4.1).
  case authorizationCode
  /// A person confirms a code in a browser anywhere, and this program asks until they have (RFC 8628).
  case deviceCode
  /// The client asks in its own name, without a person (RFC 6749 §4.4).
  case clientCredentials
  /// The platform that this program runs on says who it is (RFC 7523 §2.1).
  case workload
  /// The person's login at an identity provider stands for one here (ID-JAG).
  case enterprise

  /// Whether a person takes part.
  public var needsPerson: Bool {
    switch self {
    case .authorizationCode, .deviceCode: true
    case .clientCredentials, .workload, .enterprise: false
    }
  }

  /// Whether a refresh token is expected. Whoever can ask again at any time gets none (RFC 6749 §4.4.3).
  var expectsRefreshToken: Bool { grantFlow.expectsRefreshToken }

  /// How a login made this way is stored.
  var grantFlow: Grant.Flow {
    switch self {
    case .authorizationCode: .authorizationCode
    case .deviceCode: .deviceCode
    case .clientCredentials: .clientCredentials
    case .workload: .workload
    case .enterprise: .enterprise
    }
  }

  /// The grant that a client has to be registered for; nil where none is ever registered.
  var registeredGrant: String? {
    switch self {
    case .authorizationCode: "authorization_code"
    case .deviceCode: TokenRequest.deviceGrant
    case .enterprise: TokenRequest.assertionGrant
    case .clientCredentials, .workload: nil
    }
  }

  /// The way to log in again where a person does not say otherwise.
  init(renewing flow: Grant.Flow) {
    switch flow {
    case .deviceCode: self = .deviceCode
    case .clientCredentials: self = .clientCredentials
    case .workload: self = .workload
    case .enterprise: self = .enterprise
    case .authorizationCode: self = .authorizationCode
    }
  }

  /// Throws `unsupported` where the authorization server cannot be asked this way.
  func check(_ metadata: AuthorizationServerMetadata, allowingMissingPKCE: Bool) throws(OAuthError) {
    switch self {
    case .authorizationCode:
      _ = try metadata.requireAuthorizationCode(allowingMissingPKCE: allowingMissingPKCE)
      if metadata.requiresPushedAuthorizationRequests, metadata.pushedAuthorizationRequestEndpoint == nil {
        throw metadata.unusable("pushed_authorization_request_endpoint") ?? .unsupported(.pushedRequests)
      }
    case .deviceCode: _ = try metadata.requireDeviceGrant()
    case .clientCredentials: try metadata.requireClientCredentials()
    case .workload: try metadata.requireAssertions()
    case .enterprise: try metadata.requireIdentityAssertions()
    }
  }
}
