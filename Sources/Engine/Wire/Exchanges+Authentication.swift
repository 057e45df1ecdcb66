import HTTP
import OAuth
import Registry

// How a client proves who it is. Every request that does so goes through here: login, refresh and revocation alike.
extension Exchanges {
  /// The client, once for each way to authenticate that is tried: two at most, the likeliest first. Each is ready for one
  /// request, because an assertion is good for one (RFC 7523 §3, `jti`).
  ///
  /// `supported` is what the endpoint lists; nil where its document is silent.
  func clients(
    _ registration: Registration, at metadata: AuthorizationServerMetadata, supported: [String]?, _ keys: DataKeys
  ) throws(EngineError) -> [OAuthClient] {
    let opened = try stored(registry.client(registration, keys: keys))
    let quirks = try stored(registry.quirks(of: registration.issuer))
    let methods = ClientAuthenticationMethod.toTry(
      registered: registration.method, hasSecret: opened.secret != nil, hasKey: opened.key != nil,
      supported: supported, refused: quirks.refusedAuthMethods ?? [])
    let audience =
      switch AssertionAudience(quirks.assertionAudience ?? "issuer") {
      case .issuer: metadata.issuer
      case .tokenEndpoint: metadata.tokenEndpoint.raw
      case .other(let text): text
      }
    var clients: [OAuthClient] = []
    for method in methods.prefix(2) {
      var client = opened
      client.method = method
      let id = Base64URL.encode(dependencies.randomBytes(16))
      do { client = try client.asserting(audience: audience, at: dependencies.now(), id: id) } catch {
        throw .registry(.unreadableRow(table: "registration", id: registration.id))
      }
      clients.append(client)
    }
    return clients
  }

  /// The same at the token endpoint.
  func clients(
    _ registration: Registration, at metadata: AuthorizationServerMetadata, _ keys: DataKeys
  ) throws(EngineError) -> [OAuthClient] {
    try clients(registration, at: metadata, supported: metadata.tokenEndpointAuthMethods, keys)
  }

  /// Sends a request as the first of the clients, and where the server does not take that authentication, once more as the
  /// next. A client that is refused has not been listened to: whatever the request carries is not spent.
  ///
  /// Gives the last answer, and remembers for the issuer what it refused and then took otherwise.
  func send<Failure: Error>(
    as clients: [OAuthClient], at issuer: String, _ request: (OAuthClient) -> HTTPRequest,
    over send: (HTTPRequest) async throws(Failure) -> HTTPResponse
  ) async throws(Failure) -> HTTPResponse {
    let (response, refused) = try await tryMethods(to: clients, request, over: send)
    if let refused { noteRefused(refused, at: issuer) }
    return response
  }

  /// The same, and tells the refused method to whoever has more urgent things to write down.
  func tryMethods<Failure: Error>(
    to clients: [OAuthClient], _ request: (OAuthClient) -> HTTPRequest,
    over send: (HTTPRequest) async throws(Failure) -> HTTPResponse
  ) async throws(Failure) -> (HTTPResponse, refused: ClientAuthenticationMethod?) {
    try await tryMethods(
      to: clients, making: { (client) async throws(Failure) in request(client) },
      over: { (request) async throws(Failure) in try await send(request) })
  }

  /// The same for requests that take asking somebody else first.
  func tryMethods<Failure: Error>(
    to clients: [OAuthClient], making request: (OAuthClient) async throws(Failure) -> HTTPRequest,
    over send: (HTTPRequest) async throws(Failure) -> HTTPResponse
  ) async throws(Failure) -> (HTTPResponse, refused: ClientAuthenticationMethod?) {
    var refused: OAuthClient?
    var last = HTTPResponse(status: 401)
    for client in clients {
      last = try await send(try await request(client))
      guard ClientRefusal.isIn(last) else {
        return (last, refused?.method)
      }
      refused = refused ?? client
    }
    return (last, nil)
  }

  /// Asks for another method first from now on. What cannot be noted costs one request more the next time.
  func noteRefused(_ method: ClientAuthenticationMethod, at issuer: String) {
    guard var quirks = try? registry.quirks(of: issuer) else { return }
    let known = quirks.refusedAuthMethods ?? []
    guard !known.contains(method.rawValue) else { return }
    quirks.refusedAuthMethods = known + [method.rawValue]
    try? registry.setQuirks(quirks, of: issuer)
    notify(.authMethodRefused(issuer: issuer, method: method))
  }

  /// Keeps what a person says of the issuer's assertions.
  func keep(_ audience: AssertionAudience?, at issuer: String) throws(EngineError) {
    guard let audience else { return }
    var quirks = try stored(registry.quirks(of: issuer))
    quirks.assertionAudience = audience.kept
    let kept = quirks
    try stored(registry.setQuirks(kept, of: issuer))
  }
}
