/// Every place on the protocol port.
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
  case introspection
  case userInfo
  case keys
  case mcp(MCPResource)
  case nowhere

  /// What a path leads to, and in which realm; what belongs to none is said to be in the first.
  static func find(_ path: String, _ behaviours: Set<Behaviour>) -> (route: Route, realm: Realm) {
    if behaviours.contains(.documentsRedirected), path.hasPrefix(MetadataDelivery.detour + "/") {
      return find(String(path.dropFirst(MetadataDelivery.detour.count)), behaviours)
    }
    for realm in Realm.allCases {
      if MetadataPlace.paths(of: realm, behaviours).contains(path) { return (.authorizationServerMetadata, realm) }
      guard path.hasPrefix(realm.path + "/") else { continue }
      return (below(realm, String(path.dropFirst(realm.path.count))), realm)
    }
    if behaviours.contains(.defaultEndpoints), let route = defaultEndpoints[path] { return (route, .demo) }
    return (outside(path, behaviours), .demo)
  }

  private static func below(_ realm: Realm, _ place: String) -> Route {
    if place.hasPrefix(RealmPlace.registrations) {
      return .clientConfiguration(id: String(place.dropFirst(RealmPlace.registrations.count)))
    }
    return RealmPlace(rawValue: place)?.route ?? .nowhere
  }

  /// Where a client of MCP 2025-03-26 looks without metadata (Authorization, Fallbacks).
  private static let defaultEndpoints: [String: Route] = [
    "/authorize": .authorization, "/token": .token, "/register": .registration,
  ]

  private static func outside(_ path: String, _ behaviours: Set<Behaviour>) -> Route {
    if path == Places.verification { return .deviceVerification }
    if path.hasPrefix(Places.documents) { return .clientDocument }
    for resource in MCPResource.allCases {
      if path == resource.path { return .mcp(resource) }
      if behaviours.contains(.endpointRedirected), path == resource.path + "/" { return .mcp(resource) }
      if path == ResourceMetadataPlace.path(of: resource, behaviours) { return .protectedResourceMetadata(resource) }
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
    case .introspection: "introspection"
    case .userInfo: "userinfo"
    case .keys: "keys"
    case .mcp: "mcp"
    case .nowhere: "nowhere"
    }
  }
}
