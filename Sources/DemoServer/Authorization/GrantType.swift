/// The grant types of the token endpoint.
enum GrantType: String, Sendable, CaseIterable {
  case authorizationCode = "authorization_code"
  case refreshToken = "refresh_token"
  case clientCredentials = "client_credentials"
  case deviceCode = "urn:ietf:params:oauth:grant-type:device_code"

  /// What a client may register for by itself.
  static let registrable: [GrantType] = [.authorizationCode, .refreshToken, .deviceCode]

  func isOffered(in world: World) -> Bool {
    switch self {
    case .authorizationCode, .refreshToken: true
    case .clientCredentials: !world.has(.noClientCredentials)
    case .deviceCode: !world.has(.noDeviceGrant)
    }
  }
}
