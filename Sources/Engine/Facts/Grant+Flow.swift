import OAuth
public import Registry

// What each way to obtain tokens needs of a person, a client and an authorization server.
extension Grant.Flow {
  /// Whether a person takes part.
  public var needsPerson: Bool {
    switch self {
    case .authorizationCode, .deviceCode: true
    case .clientCredentials, .workload, .enterprise: false
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
