extension Client {
  /// A client that registers now, under a new id.
  init(registering metadata: ClientMetadata, at realm: Realm, in world: World) {
    self.init(
      realm: realm,
      id: RandomText.make("client_"), metadata, secret: nil, issuedAt: world.clock.now,
      accessToken: RandomText.make("registration_"), in: world)
  }

  /// The same client with other metadata (RFC 7592 §2.2).
  func updated(_ metadata: ClientMetadata, in world: World) -> Client? {
    guard let registration else { return nil }
    let kept = world.has(.rotatingSecrets) ? nil : secret
    return Client(
      realm: realm, id: id, metadata, secret: kept, issuedAt: registration.issuedAt,
      accessToken: registration.accessToken, in: world)
  }

  private init(
    realm: Realm, id: String, _ metadata: ClientMetadata, secret: ClientSecret?, issuedAt: Double, accessToken: String,
    in world: World
  ) {
    let isGenerous = world.has(.secretForPublicClients) && metadata.authentication == .none
    self.init(
      realm: realm, id: id,
      secret: metadata.authentication.needsSecret || isGenerous ? secret ?? ClientSecret.make(in: world) : nil,
      authentication: metadata.authentication, keys: metadata.keys, redirectURIs: metadata.redirectURIs,
      grantTypes: metadata.grantTypes,
      name: metadata.name ?? id, scopes: metadata.scopes,
      wantsBoundTokens: metadata.wantsBoundTokens ?? false,
      registration: Registration(metadata: metadata, issuedAt: issuedAt, accessToken: accessToken))
  }

  /// The client information response (RFC 7591 §3.2.1, RFC 7592 §3).
  func information(in world: World) -> JSON {
    guard let registration else { return [:] }
    var members = registration.metadata.members
    members["client_id"] = .string(id)
    members["client_id_issued_at"] = .integer(Int(registration.issuedAt))
    if let secret {
      members["client_secret"] = .string(secret.text)
      if !world.has(.noSecretExpiry) { members["client_secret_expires_at"] = .integer(Int(secret.expiresAt ?? 0)) }
    }
    if !world.has(.noRegistrationManagement) {
      members["registration_client_uri"] = .string(world.places.registration(of: id, at: realm))
      members["registration_access_token"] = .string(registration.accessToken)
    }
    return .object(members)
  }
}
