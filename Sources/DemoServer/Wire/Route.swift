/// Every place on the protocol port. The paths are unusual on purpose: a client has to read them from the metadata.
enum Route: Sendable, Equatable {
  case authorizationServerMetadata
  case protectedResourceMetadata(MCPResource)
  case registration
  case clientConfiguration(id: String)
  case clientDocument
  case authorization
  case pushedAuthorization
  case deviceAuthorization
  case deviceVerification
  case consent
  case token
  case revocation
  case mcp(MCPResource)
  case nowhere

  init(path: String) {
    switch path {
    // RFC 8414 §3.1: the issuer's path comes after the well-known part. The document at the root does not exist.
    case "/.well-known/oauth-authorization-server" + Places.realm: self = .authorizationServerMetadata
    case Places.registration: self = .registration
    case Places.authorization: self = .authorization
    case Places.pushedAuthorization: self = .pushedAuthorization
    case Places.deviceAuthorization: self = .deviceAuthorization
    case Places.verification: self = .deviceVerification
    case Places.consent: self = .consent
    case Places.token: self = .token
    case Places.revocation: self = .revocation
    case _ where path.hasPrefix(Places.registrations):
      self = .clientConfiguration(id: String(path.dropFirst(Places.registrations.count)))
    case _ where path.hasPrefix(Places.documents): self = .clientDocument
    default: self = Self.resource(at: path)
    }
  }

  private static func resource(at path: String) -> Route {
    for resource in MCPResource.allCases {
      if path == resource.path { return .mcp(resource) }
      if path == resource.metadataPath, resource.isProtected { return .protectedResourceMetadata(resource) }
    }
    return .nowhere
  }

  /// The name in the request log.
  var name: String {
    switch self {
    case .authorizationServerMetadata: "metadata"
    case .protectedResourceMetadata: "resource_metadata"
    case .registration: "registration"
    case .clientConfiguration: "client_configuration"
    case .clientDocument: "client_document"
    case .authorization: "authorization"
    case .pushedAuthorization: "pushed_authorization"
    case .deviceAuthorization: "device_authorization"
    case .deviceVerification: "device_verification"
    case .consent: "consent"
    case .token: "token"
    case .revocation: "revocation"
    case .mcp: "mcp"
    case .nowhere: "nowhere"
    }
  }
}
