/// What the metadata says about how clients authenticate (RFC 8414 §2).
enum AuthenticationMetadata {
  static func members(_ world: World) -> [String: JSON] {
    var members: [String: JSON] = [:]
    for endpoint in endpoints(world) {
      // Needed where private_key_jwt is listed.
      members["\(endpoint)_endpoint_auth_signing_alg_values_supported"] = SigningAlgorithm.names
      guard !world.has(.noAuthenticationMethodsMetadata) else { continue }
      members["\(endpoint)_endpoint_auth_methods_supported"] = .strings(methods(endpoint, world).map(\.rawValue))
    }
    return members
  }

  private static func endpoints(_ world: World) -> [String] {
    ["token"] + (world.has(.noRevocation) ? [] : ["revocation"])
      + (world.has(.noIntrospection) ? [] : ["introspection"])
  }

  private static func methods(_ endpoint: String, _ world: World) -> [ClientAuthenticationMethod] {
    let isNoneHidden = world.has(.noneNotListed) || endpoint == "introspection" && world.has(.introspectionNeedsSecret)
    return ClientAuthenticationMethod.allCases.filter { $0 != .none || !isNoneHidden }
  }
}
