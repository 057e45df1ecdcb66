import FoundationEssentials
import HTTP
import OAuth
import Registry

extension CredentialManager {
  /// The client to log in with: given by the person, else the issuer's registration, else a new one (MCP 2026-07-28,
  /// Client Registration). What is new is stored before anything is done with it.
  func client(
    for found: DiscoveredAuthorization, server: String, scope: Scope?, _ options: LoginOptions, _ keys: DataKeys
  ) async throws(EngineError) -> Registration {
    try keep(options.assertionAudience, at: found.issuer)
    if let id = options.clientID { return try given(id, found, options, keys) }
    if !options.newRegistration,
      let known = try stored({ () throws(RegistryError) in try registry.activeRegistration(issuer: found.issuer) }),
      !Self.hasExpired(known, now: dependencies.now()), try !isForgotten(known),
      known.kind != .dynamic || options.authMethod.map({ $0 == known.method }) ?? true
    {
      notify(.reusingRegistration(issuer: known.issuer, clientID: known.clientID))
      return known
    }
    return try await register(found, server: server, scope: scope, options, keys)
  }

  /// The redirect URIs to try for a registration, in order.
  func redirects(of registration: Registration) -> [WebURL] {
    guard registration.redirectURIs.isEmpty else { return registration.redirectURIs }
    // RFC 8252 §7.3: for a loopback redirect the server accepts any port, so none is registered.
    let digest = RedirectURI.loopback(ports: [1], issuer: registration.issuer).first?.path ?? "/callback"
    return WebURL("http://127.0.0.1\(digest)").map { [$0] } ?? []
  }

  /// Whether a refresh was just told that there is no such client: a browser would end at an error page, and nobody would
  /// come back. A client the person made is theirs to replace.
  private func isForgotten(_ registration: Registration) throws(EngineError) -> Bool {
    guard registration.kind == .dynamic else { return false }
    return try stored { () throws(RegistryError) in
      try registry.hasGrant(of: registration, failedWith: "registration_dead")
    }
  }

  private static func hasExpired(_ registration: Registration, now: Date) -> Bool {
    registration.secretExpiresAt.map { $0 <= now } ?? false
  }

  private func given(
    _ id: String, _ found: DiscoveredAuthorization, _ options: LoginOptions, _ keys: DataKeys
  ) throws(EngineError) -> Registration {
    let known = try stored { () throws(RegistryError) in
      try registry.activeRegistration(issuer: found.issuer, kind: .preRegistered)
    }
    let redirects = options.redirectURI.map { [$0] } ?? known?.redirectURIs ?? []
    // A key or another method makes it another identity; one without either is given a new secret at most.
    if let known, known.clientID == id, known.redirectURIs == redirects, options.privateKey == nil,
      options.authMethod.map({ $0 == known.method }) ?? true
    {
      guard let secret = options.clientSecret else { return known }
      if known.method != .none {
        try stored { () throws(RegistryError) in try registry.replaceSecret(of: known, with: secret, keys: keys) }
        return try stored { () throws(RegistryError) in try registry.registration(known.id) } ?? known
      }
    }
    let new = NewRegistration(
      issuer: found.issuer, kind: .preRegistered, clientID: id, clientSecret: options.clientSecret,
      method: options.authMethod
        ?? .forGivenClient(
          hasSecret: options.clientSecret != nil, hasKey: options.privateKey != nil,
          supported: found.metadata.tokenEndpointAuthMethods),
      redirectURIs: redirects, privateKey: options.privateKey)
    return try insert(new, keys)
  }

  private func register(
    _ found: DiscoveredAuthorization, server: String, scope: Scope?, _ options: LoginOptions, _ keys: DataKeys
  ) async throws(EngineError) -> Registration {
    let step = ExchangeStep(.registration, server: server)
    guard let endpoint = found.metadata.registrationEndpoint else {
      throw .oauth(.unsupported(.clientRegistration), step)
    }
    let quirks = try stored { () throws(RegistryError) in try registry.quirks(of: found.issuer) }
    let method =
      options.authMethod
      ?? .toRegister(
        supported: found.metadata.tokenEndpointAuthMethods, refused: quirks.refusedAuthMethods ?? [])
      ?? .toRegister(supported: found.metadata.tokenEndpointAuthMethods)
    guard let method else {
      let offered = found.metadata.tokenEndpointAuthMethods?.joined(separator: " ") ?? ""
      throw .oauth(.unsupported(.clientAuthentication(offered)), step)
    }
    let ports: [Int]
    do { ports = try dependencies.redirects.freePorts(3) } catch { throw .listener(error) }
    let request = ClientRegistrationRequest(
      redirectURIs: RedirectURI.loopback(ports: ports, issuer: found.issuer), method: method,
      scope: ScopeChoice.registered(wanted: scope, supported: found.metadata.scopesSupported),
      usesDeviceGrant: found.metadata.offersDeviceGrant, softwareVersion: version)
    let answer = try await send(request.request(at: endpoint), step)
    let made: ClientRegistrationResponse
    do { made = try .parse(answer, from: endpoint, requested: request) } catch {
      try doubtMetadata(of: found.issuer, after: error)
      throw .oauth(error, step)
    }
    let registration = try insert(NewRegistration(made, issuer: found.issuer), keys)
    notify(.registered(issuer: registration.issuer, clientID: registration.clientID))
    return registration
  }

  private func insert(_ new: NewRegistration, _ keys: DataKeys) throws(EngineError) -> Registration {
    let event = Event(.registered, at: dependencies.now(), issuer: new.issuer, cause: new.kind.rawValue, actor: actor)
    return try stored { () throws(RegistryError) in try registry.insert(new, event: event, keys: keys) }
  }
}

extension NewRegistration {
  /// From an RFC 7591 answer.
  init(_ made: ClientRegistrationResponse, issuer: String) {
    self.init(
      issuer: issuer, kind: .dynamic, clientID: made.clientID, clientSecret: made.clientSecret, method: made.method,
      redirectURIs: made.redirectURIs,
      secretExpiresAt: made.secretExpiresAt.map { Date(seconds: Int64($0)) },
      managementURI: made.managementURI, managementToken: made.managementToken, document: made.document)
  }
}
