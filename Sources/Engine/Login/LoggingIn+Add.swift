import FoundationEssentials
import HTTP
import MCP
import OAuth
import Registry

extension LoggingIn {
  /// Adds a server: finds out whether it wants a login, logs in, stores all of it at once, and proves that it works.
  ///
  /// A login that fails leaves no server behind; the registration made for it stays, and is used by the next try.
  func add(
    _ url: WebURL, name: String?, account: String?, login: Bool, _ options: LoginOptions
  ) async throws(EngineError) -> AddedServer {
    guard login else { return try insert(try newServer(url, name: name, account: account, options)) }
    let server: Server, challenge: BearerChallenge?
    switch try await approach(url, name: name, account: account, options) {
    case .open(let added): return added
    case .guarded(let found, let named): (server, challenge) = (found, named)
    }
    let grant = try await recordingFailure(of: server, server.defaultAccount) { () async throws(EngineError) in
      try await authorize(server, isNew: true, account: server.defaultAccount, challenge, options)
    }
    try await prove(grant)
    // It is stored and proven: what cannot be read now makes no failure of it.
    return AddedServer(
      server: (try? registry.server(server.name)) ?? server, grant: grant,
      registration: (try? registry.registration(grant.registrationID))?.kind)
  }

  /// What a new server is.
  enum Approach {
    /// It asks for no login, and is added.
    case open(AddedServer)
    /// It is not stored yet.
    case guarded(Server, BearerChallenge?)
  }

  /// Finds out whether a new server wants a login.
  func approach(
    _ url: WebURL, name: String?, account: String?, _ options: LoginOptions
  ) async throws(EngineError) -> Approach {
    let server = try newServer(url, name: name, account: account, options)
    if options.isIdentityProvider { return .guarded(server, nil) }
    let discovery = Discovery(workplace: workplace, server: server.name, endpoint: url)
    switch try await discovery.probe(for: options.flow ?? .authorizationCode) {
    case .challenged(let challenge, let address): return .guarded(try moved(server, to: address, options), challenge)
    case .open(let version, let address):
      let server = try moved(server, to: address, options)
      let discovery = Discovery(workplace: workplace, server: server.name, endpoint: server.url)
      if try await isGuarded(discovery, isLegacy: options.legacyAuth) { return .guarded(server, nil) }
      var open = server
      open.authorization = .none
      return .open(try addOpen(open, version))
    }
  }

  /// The same server at the address that its URL's own redirects have led to: that is its URL.
  private func moved(_ server: Server, to address: WebURL, _ options: LoginOptions) throws(EngineError) -> Server {
    guard address != server.url else { return server }
    notify(.endpointMoved(server: server.name, from: server.url, to: address))
    return try newServer(address, name: server.name, account: server.defaultAccount, options)
  }

  private func newServer(
    _ url: WebURL, name: String?, account: String?, _ options: LoginOptions
  ) throws(EngineError) -> Server {
    guard url.isSecure else { throw .insecureURL(url) }
    var server = Server(
      name: try chooseName(name, url), url: url, authorization: .undiscovered, defaultAccount: account ?? "default",
      createdAt: dependencies.now())
    server.settings.take(options)
    // What a token of an identity provider is for is the provider's to say.
    if options.isIdentityProvider { server.resourceMode = .omit }
    return server
  }

  private func chooseName(_ given: String?, _ url: WebURL) throws(EngineError) -> String {
    if let given {
      guard ServerName.isValid(given) else { throw .badServerName(given) }
      guard try !stored(registry.hasServer(given)) else {
        throw .registry(.nameTaken(given))
      }
      return given
    }
    let taken = Set(try stored(registry.servers()).map(\.name))
    return ServerName.derived(from: url) { taken.contains($0) }
  }

  private func addOpen(_ server: Server, _ version: ProtocolVersion?) throws(EngineError) -> AddedServer {
    let added = try insert(server)
    calling.remember(version, added.server)
    return added
  }

  private func insert(_ server: Server) throws(EngineError) -> AddedServer {
    let event = Event(.serverAdded, at: dependencies.now(), server: server.name, actor: actor)
    try stored(registry.insert(server, event: event))
    return AddedServer(server: server, grant: nil, registration: nil)
  }
}
