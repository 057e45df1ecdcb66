/// Protected resource metadata (RFC 9728 §2).
enum ProtectedResourceMetadataEndpoint {
  static func answer(_ call: Call, for resource: MCPResource, in world: inout World) -> Answer {
    guard ["GET", "HEAD"].contains(call.request.method) else { return .methodNotAllowed("GET, HEAD") }
    return .json([
      "resource": .string(world.places.identifier(of: resource)),
      "authorization_servers": [.string(world.issuer(of: .demo))],
      "scopes_supported": .strings(Scope.byDefault.map(\.rawValue)),
      "bearer_methods_supported": ["header"],
      "resource_name": "Demo tools",
    ])
  }
}
