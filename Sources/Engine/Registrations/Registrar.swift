import FoundationEssentials
import HTTP
import OAuth
import Registry

/// Client identities: found, made, kept, renewed and deleted.
struct Registrar: Room {
  let workplace: Workplace
  var keyRing: KeyRing { KeyRing(workplace: workplace) }
  var locks: Locks { Locks(workplace: workplace) }
  var exchanges: Exchanges { Exchanges(workplace: workplace) }
  var metadataSource: MetadataSource { MetadataSource(workplace: workplace) }

  /// The client to log in with: given by the person, else the issuer's registration, else a new one (MCP 2026-07-28,
  /// Client Registration). What is new is stored before anything is done with it.
  func client(
    for found: DiscoveredAuthorization, _ server: Server, isNew: Bool, scope: Scope?, _ flow: Grant.Flow,
    _ options: LoginOptions, _ keys: DataKeys
  ) async throws(EngineError) -> Registration {
    try exchanges.keep(options.assertionAudience, at: found.issuer)
    let isolation = try isolation(of: server, isNew: isNew, options)
    if let id = options.clientID { return try clientGivenByPerson(id, found, isolation, options, keys) }
    if !options.newRegistration {
      for known in try existing(found, server, isolation, options) {
        guard let usable = try await checked(known, server: server.name, keys) else { continue }
        try checkGrants(of: usable, for: flow, server: server.name, keys)
        notify(.reusingRegistration(issuer: usable.issuer, clientID: usable.clientID))
        return usable
      }
      if isolation == .shared, let documented = try documented(found, options, keys) { return documented }
    }
    return try await register(found, server: server.name, scope: scope, isolation, flow, options, keys)
  }

  /// The redirect URIs to try for a registration, in order.
  func redirects(of registration: Registration) -> [WebURL] {
    guard registration.redirectURIs.isEmpty else { return registration.redirectURIs }
    // RFC 8252 §7.3: for a loopback redirect the server accepts any port, so none is registered.
    let digest = RedirectURI.loopback(ports: [1], issuer: registration.issuer).first?.path ?? "/callback"
    return WebURL("http://127.0.0.1\(digest)").map { [$0] } ?? []
  }

  /// A server that was given an identity of its own keeps to itself.
  private func isolation(
    of server: Server, isNew: Bool, _ options: LoginOptions
  ) throws(EngineError) -> NewRegistration.Isolation {
    if isNew { return options.ownRegistration ? .isolated(for: nil) : .shared }
    let isIsolated = try stored(registry.hasOwnRegistration(server))
    return options.ownRegistration || isIsolated ? .isolated(for: server.id) : .shared
  }

  /// What is registered already, and comes before the client's document where that is one that a person made, else after
  /// it.
  private func existing(
    _ found: DiscoveredAuthorization, _ server: Server, _ isolation: NewRegistration.Isolation, _ options: LoginOptions
  ) throws(EngineError) -> [Registration] {
    let candidates = try withRegistry { () throws(RegistryError) in
      guard isolation == .shared else {
        return [try registry.isolatedRegistration(of: server, issuer: found.issuer)]
      }
      let kinds: [Registration.Kind] = [.preRegistered, .clientIDMetadata, .dynamic]
      return try kinds.map { (kind) throws(RegistryError) in
        try registry.activeRegistration(issuer: found.issuer, kind: kind)
      }
    }
    return candidates.compactMap(\.self).filter { known in
      switch known.kind {
      case .preRegistered: true
      // A server may stop to take documents, and a person may name another one.
      case .clientIDMetadata: found.metadata.clientIDMetadataDocumentSupported && Self.isNamed(known, by: options)
      // The document comes first where there is one (MCP 2026-07-28, Client Registration).
      case .dynamic: !takesDocument(found, isolation, options) && options.authMethod.map { $0 == known.method } ?? true
      }
    }
  }

  private static func isNamed(_ known: Registration, by options: LoginOptions) -> Bool {
    guard let document = options.clientMetadata else { return true }
    // Whether a key is the one that is kept cannot be seen, so it makes another registration.
    return known.clientID == document.url.raw && options.privateKey == nil
      && options.redirectURI.map { known.redirectURIs == [$0] } ?? true
  }

  private func takesDocument(
    _ found: DiscoveredAuthorization, _ isolation: NewRegistration.Isolation, _ options: LoginOptions
  ) -> Bool {
    isolation == .shared && options.clientMetadata != nil && found.metadata.clientIDMetadataDocumentSupported
  }

  /// The client as its document says: nothing is asked of the server, which reads the document by itself.
  private func documented(
    _ found: DiscoveredAuthorization, _ options: LoginOptions, _ keys: DataKeys
  ) throws(EngineError) -> Registration? {
    guard let document = options.clientMetadata else { return nil }
    guard found.metadata.clientIDMetadataDocumentSupported else {
      notify(.documentNotTaken(issuer: found.issuer, url: document.url))
      return nil
    }
    let redirects = options.redirectURI.map { [$0] } ?? Array(ClientMetadataDocument.redirectURIs.prefix(1))
    return try insert(
      NewRegistration(
        issuer: found.issuer, kind: .clientIDMetadata, clientID: document.url.raw, clientSecret: nil,
        method: options.privateKey == nil ? .none : .privateKeyJWT, redirectURIs: redirects,
        privateKey: options.privateKey), keys)
  }

  /// The client that a person has given by hand. One that is new becomes the issuer's choice only once a login with it has
  /// succeeded: until then it is this login's alone.
  func clientGivenByPerson(
    _ id: String, _ found: DiscoveredAuthorization, _ isolation: NewRegistration.Isolation, _ options: LoginOptions,
    _ keys: DataKeys
  ) throws(EngineError) -> Registration {
    let known = try stored(registry.activeRegistration(issuer: found.issuer, kind: .preRegistered))
    let redirects = options.redirectURI.map { [$0] } ?? known?.redirectURIs ?? []
    // A key, another method or isolation makes it another identity; else it is given a new secret at most.
    if let known, known.clientID == id, known.redirectURIs == redirects, options.privateKey == nil,
      isolation == .shared, options.authMethod.map({ $0 == known.method }) ?? true
    {
      guard let secret = options.clientSecret else { return known }
      if known.method != .none {
        try stored(registry.replaceSecret(of: known, with: secret, keys: keys))
        return try stored(registry.registration(known.id)) ?? known
      }
    }
    let new = NewRegistration(
      issuer: found.issuer, kind: .preRegistered, clientID: id, clientSecret: options.clientSecret,
      method: options.authMethod
        ?? .forGivenClient(
          hasSecret: options.clientSecret != nil, hasKey: options.privateKey != nil,
          supported: found.metadata.tokenEndpointAuthMethods),
      redirectURIs: redirects, privateKey: options.privateKey, isolation: isolation, isUsed: false)
    return try insert(new, keys)
  }

  /// Stores it, and says so in the audit trail.
  func insert(_ new: NewRegistration, _ keys: DataKeys) throws(EngineError) -> Registration {
    let event = Event(.registered, at: dependencies.now(), issuer: new.issuer, cause: new.kind.rawValue, actor: actor)
    return try stored(registry.insert(new, event: event, keys: keys))
  }
}
