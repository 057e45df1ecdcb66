/// The members of the authorization server's metadata that depend on what it offers at the moment.
enum FeatureMetadata {
  static func members(_ realm: Realm, _ world: World) -> [String: JSON] {
    var members: [String: JSON] = [:]
    if !world.has(.noPKCEMetadata) {
      members["code_challenge_methods_supported"] = [world.has(.plainPKCEOnly) ? "plain" : "S256"]
    }
    if !world.has(.issNotAdvertised), !world.has(.issAbsent) {
      members["authorization_response_iss_parameter_supported"] = true
    }
    // RFC 8414 §2: needed where private_key_jwt is listed.
    for endpoint in ["token", "revocation"] {
      members["\(endpoint)_endpoint_auth_signing_alg_values_supported"] = SigningAlgorithm.names
      guard !world.has(.noAuthenticationMethodsMetadata) else { continue }
      members["\(endpoint)_endpoint_auth_methods_supported"] = .strings(
        ClientAuthenticationMethod.allCases.map(\.rawValue))
    }
    members["grant_types_supported"] = .strings(
      GrantType.allCases.filter { $0.isOffered(at: realm, in: world) }.map(\.rawValue))
    if realm == .identity {
      members["identity_chaining_requested_token_types_supported"] = [.string(IdentityAssertion.tokenType)]
    } else if !world.has(.noJWTBearer) {
      members["authorization_grant_profiles_supported"] = [.string(IdentityAssertion.profile)]
    }
    if !world.has(.noRegistration) {
      members["registration_endpoint"] = .string(world.places.url(.registration, of: realm))
    }
    if world.has(.dpop) || world.has(.dpopRequired) || world.has(.dpopIgnored) {
      members["dpop_signing_alg_values_supported"] = SigningAlgorithm.names
    }
    if world.has(.clientIDMetadataDocuments) { members["client_id_metadata_document_supported"] = true }
    if !world.has(.noPushedRequests) {
      members["pushed_authorization_request_endpoint"] = .string(world.places.url(.pushedAuthorization, of: realm))
      if world.has(.requirePushedRequests) { members["require_pushed_authorization_requests"] = true }
    }
    if !world.has(.noDeviceGrant) {
      members["device_authorization_endpoint"] = .string(world.places.url(.deviceAuthorization, of: realm))
    }
    return members
  }
}
