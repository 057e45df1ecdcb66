/// The grant types of the token endpoint.
enum GrantType: String, Sendable, CaseIterable {
  case authorizationCode = "authorization_code"
  case refreshToken = "refresh_token"
  case clientCredentials = "client_credentials"
  case jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer"
  case tokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange"
  case deviceCode = "urn:ietf:params:oauth:grant-type:device_code"

  /// What a client may register for by itself.
  static let registrable: [GrantType] = [.authorizationCode, .refreshToken, .deviceCode, .jwtBearer]

  func isOffered(at realm: Realm, in world: World) -> Bool {
    switch self {
    case .authorizationCode, .refreshToken: true
    case .clientCredentials: realm != .identity && !world.has(.noClientCredentials)
    case .jwtBearer: realm != .identity && !world.has(.noJWTBearer)
    case .tokenExchange: realm == .identity
    case .deviceCode: !world.has(.noDeviceGrant)
    }
  }
}
