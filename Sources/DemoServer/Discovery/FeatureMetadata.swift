/// The members of the authorization server's metadata that depend on what it offers at the moment.
enum FeatureMetadata {
  static func members(_ realm: Realm, _ world: World) -> [String: JSON] {
    var members = endpoints(realm, world).mapValues { JSON.string(world.places.url($0, of: realm)) }
    if !world.has(.noPKCEMetadata) {
      members["code_challenge_methods_supported"] = [world.has(.plainPKCEOnly) ? "plain" : "S256"]
    }
    if !world.has(.issNotAdvertised), !world.has(.issAbsent) {
      members["authorization_response_iss_parameter_supported"] = true
    }
    members["grant_types_supported"] = .strings(
      GrantType.allCases.filter { $0.isOffered(at: realm, in: world) }.map(\.rawValue))
    if realm == .identity {
      members["identity_chaining_requested_token_types_supported"] = [.string(IdentityAssertion.tokenType)]
    } else if !world.has(.noJWTBearer) {
      members["authorization_grant_profiles_supported"] = [.string(IdentityAssertion.profile)]
    }
    if world.has(.dpop) || world.has(.dpopRequired) || world.has(.dpopIgnored) {
      members["dpop_signing_alg_values_supported"] = SigningAlgorithm.names
    }
    if world.has(.clientIDMetadataDocuments) { members["client_id_metadata_document_supported"] = true }
    if !world.has(.noPushedRequests), world.has(.requirePushedRequests) {
      members["require_pushed_authorization_requests"] = true
    }
    return members
  }

  private static func endpoints(_ realm: Realm, _ world: World) -> [String: RealmPlace] {
    var endpoints: [String: RealmPlace] = [:]
    if !world.has(.noRegistration) { endpoints["registration_endpoint"] = .registration }
    if !world.has(.noRevocation) { endpoints["revocation_endpoint"] = .revocation }
    if !world.has(.noPushedRequests) { endpoints["pushed_authorization_request_endpoint"] = .pushedAuthorization }
    if !world.has(.noDeviceGrant), !world.has(.deviceGrantWithoutEndpoint) {
      endpoints["device_authorization_endpoint"] = .deviceAuthorization
    }
    return endpoints
  }
}
