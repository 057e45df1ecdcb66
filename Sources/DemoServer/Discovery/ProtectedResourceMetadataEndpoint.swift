/// Protected resource metadata (RFC 9728 §2).
enum ProtectedResourceMetadataEndpoint {
  static func answer(_ call: Call, for resource: MCPResource, in world: inout World) -> Answer {
    guard ["GET", "HEAD"].contains(call.request.method) else { return .methodNotAllowed("GET, HEAD") }
    var members: [String: JSON] = [
      "resource": .string(world.statedIdentifier(of: resource)),
      "scopes_supported": .strings(Scope.byDefault.map(\.rawValue)),
      "bearer_methods_supported": [world.has(.bearerInQueryOnly) ? "query" : "header"],
      "resource_name": "Demo tools",
    ]
    if !world.has(.noAuthorizationServers) { members["authorization_servers"] = .strings(issuers(world)) }
    if world.has(.certificateBoundTokens) { members["tls_client_certificate_bound_access_tokens"] = true }
    if world.has(.dpop) || world.has(.dpopRequired) {
      members["dpop_signing_alg_values_supported"] = SigningAlgorithm.names
      members["dpop_bound_access_tokens_required"] = .bool(world.has(.dpopRequired))
    }
    return .json(.object(members))
  }

  private static func issuers(_ world: World) -> [String] {
    let issuers = world.trustedRealms.map(world.namedIssuer)
    return world.has(.unusableAuthorizationServerFirst) ? [world.places.origin + "/realm/gone"] + issuers : issuers
  }
}
