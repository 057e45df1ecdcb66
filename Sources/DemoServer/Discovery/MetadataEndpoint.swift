/// Authorization server metadata (RFC 8414 §2).
enum MetadataEndpoint {
  static func answer(_ call: Call, in world: inout World) -> Answer {
    guard ["GET", "HEAD"].contains(call.request.method) else { return .methodNotAllowed("GET, HEAD") }
    let places = world.places
    let issuer = call.fault == .wrongIssuer ? places.origin + "/realm/other" : world.issuer(of: call.realm)
    let resources = MCPResource.allCases.filter(\.isProtected).map { JSON.string(places.identifier(of: $0)) }
    let members: [String: JSON] = [
      "issuer": .string(issuer),
      "authorization_endpoint": .string(places.url(.authorization, of: call.realm)),
      "token_endpoint": .string(places.url(.token, of: call.realm)),
      "response_types_supported": ["code"],
      "response_modes_supported": ["query"],
      "scopes_supported": .strings(Scope.offered(in: world).map(\.rawValue)),
      "protected_resources": .array(resources),
    ]
    let parts = [
      FeatureMetadata.members(call.realm, world), AuthenticationMetadata.members(world),
      OpenIDMetadata.members(call.realm, world), HostileMetadata.members(call.realm, world),
    ]
    return .json(.object(parts.reduce(members) { whole, part in whole.merging(part) { $1 } }))
  }
}
