import Registry

extension Grant.Flow {
  /// Whether a login made this way lives on a refresh token. Any other is made again instead, without a person; a refresh
  /// token that comes all the same (RFC 6749 §4.4.3: SHOULD NOT) is not kept, because its end would look like the login's.
  var expectsRefreshToken: Bool {
    switch self {
    case .authorizationCode, .deviceCode: true
    case .clientCredentials, .workload, .enterprise: false
    }
  }
}
