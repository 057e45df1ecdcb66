/// What the metadata says about persons and tokens (OpenID Connect Discovery §3, RFC 8414 §2).
enum OpenIDMetadata {
  static func members(_ realm: Realm, _ world: World) -> [String: JSON] {
    var members: [String: JSON] = ["jwks_uri": .string(world.places.url(.keys, of: realm))]
    if !world.has(.noIntrospection) {
      members["introspection_endpoint"] = .string(world.places.url(.introspection, of: realm))
    }
    guard !world.has(.noOpenID) else { return members }
    members["subject_types_supported"] = ["public"]
    members["id_token_signing_alg_values_supported"] = [world.has(.idTokenRS256) ? "RS256" : "ES256"]
    if !world.has(.noUserInfo) { members["userinfo_endpoint"] = .string(world.places.url(.userInfo, of: realm)) }
    return members
  }
}
