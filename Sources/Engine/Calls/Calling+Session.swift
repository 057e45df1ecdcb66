import FoundationEssentials
import HTTP
import MCP
import OAuth
import Registry

extension Calling {
  /// Runs exchanges with a server in a session of their own, with the account's token where it wants one.
  func connected<Value: Sendable>(
    _ server: Server, account: String, deadline: Duration,
    _ body: (MCPSession) async throws(ConnectionFailure) -> Value
  ) async throws(EngineError) -> Value {
    let session = MCPSession(
      workplace: workplace, server: server.name, endpoint: server.url, address: server.address,
      transport: try exchanges.transport(), remembered: server.protocolVersion.map { ProtocolVersion(rawValue: $0) },
      deadline: deadline)
    let value: Value
    do throws(EngineError) { value = try await spoken(session, server, account: account, body) } catch {
      await session.close()
      throw error
    }
    await session.close()
    return value
  }

  /// Runs exchanges in a session, with the login's token as it is by now.
  ///
  /// A 401 leads to one refresh, unless another process has refreshed meanwhile, and to one more try; never to a loop,
  /// and never to a browser.
  func spoken<Value: Sendable>(
    _ session: MCPSession, _ server: Server, account: String,
    _ body: (MCPSession) async throws(ConnectionFailure) -> Value
  ) async throws(EngineError) -> Value {
    guard server.settings.isIdentityProvider != true else { throw .isIdentityProvider(server: server.name) }
    guard server.authorization == .oauth else {
      await session.present(nil, extensions: [])
      return try await attempt(session, server, account, body) { _, _ in
        .loginRequired(server: server.name, account: account, .never)
      }
    }
    let first = try await refreshing.fresh(server, account: account, minimumValidity: nil)
    var challenge: BearerChallenge?
    func refused(_ challenges: [AuthenticationChallenge], _ head: HTTPResponseHead?) -> EngineError {
      challenge = BearerChallenge(challenges)
      return refusal(of: first, challenges, head)
    }
    do throws(EngineError) {
      await session.present(try exchanges.credential(of: first), extensions: first.flow.extensions)
      return try await attempt(session, server, account, body, unauthorized: refused)
    } catch {
      guard isOfSpentToken(error, first) else { throw error }
      do throws(EngineError) {
        let renewed = try await refreshing.refresh(first, .rejected)
        await session.present(try exchanges.credential(of: renewed), extensions: renewed.flow.extensions)
        return try await attempt(session, server, account, body, unauthorized: refused)
      } catch .rejectedByResource {
        guard case .rejectedByResource = error else { throw error }
        try await readAgain(server, challenge)
        tellMisfit(of: first, server)
        throw .rejectedByResource(server: server.name, account: account, words: challenge?.errorDescription)
      }
    }
  }

  /// Where a token that was just renewed is refused, its own words may say why.
  private func tellMisfit(of grant: Grant, _ server: Server) {
    guard let fresh = try? registry.grant(grant.id), let credential = try? exchanges.credential(of: fresh),
      let misfit = AccessTokenMisfit(credential.token, resource: server.resource)
    else { return }
    notify(.tokenMisfit(server: server.name, misfit))
  }

  /// Whether a refusal may be one of a token that is over. Some servers say that a scope is missing to every token that they
  /// do not find: where the end of this one is past, or not known, a new one is tried before a person is asked.
  private func isOfSpentToken(_ error: EngineError, _ grant: Grant) -> Bool {
    switch error {
    case .rejectedByResource: true
    case .forbidden(_, "insufficient_scope", _, _):
      grant.isRenewable && (grant.times.expiresAt.map { $0 <= dependencies.now() } ?? true)
    default: false
    }
  }

  /// What a 401 says of the login. A refresh helps only against a token that is refused: not where it is of the wrong
  /// kind, nor where it is the proof beside it that does not please (RFC 9449 §7.1).
  private func refusal(
    of grant: Grant, _ challenges: [AuthenticationChallenge], _ head: HTTPResponseHead?
  ) -> EngineError {
    guard grant.isBound else {
      return BearerChallenge(challenges)?.isForBoundTokens == true
        ? .boundTokensNeeded(server: grant.serverName, account: grant.account)
        : .rejectedByResource(server: grant.serverName, account: grant.account)
    }
    guard let code = challenges.first(where: { $0.scheme == "dpop" })?.parameters["error"],
      ["invalid_dpop_proof", "use_dpop_nonce"].contains(code)
    else { return .rejectedByResource(server: grant.serverName, account: grant.account) }
    let ahead = head?.seconds.map { $0 - Int(dependencies.now().timeIntervalSince1970) }
    return .proofRefused(server: grant.serverName, code: code, ahead: ahead)
  }

  /// A server that refuses good tokens may have moved to another authorization server, and one that names its metadata
  /// wants it read again: the metadata tells, and a person must decide (RFC 9728 §5.2). What cannot be read now says
  /// nothing; what can is what the next login goes by.
  private func readAgain(_ server: Server, _ challenge: BearerChallenge?) async throws(EngineError) {
    let discovery = Discovery(workplace: workplace, server: server.name, endpoint: server.url)
    guard let bound = server.issuer, let resource = try? await discovery.resourceMetadata(challenge) else { return }
    let offered = resource.document.authorizationServers
    guard !offered.contains(where: server.isBound) else {
      return try metadataSource.keep(resource, of: server, isNew: false)
    }
    try noteIssuerChange(of: server, from: bound, to: offered)
    throw .issuerChanged(server: server.name, from: bound, to: offered)
  }

  private func attempt<Value: Sendable>(
    _ session: MCPSession, _ server: Server, _ account: String,
    _ body: (MCPSession) async throws(ConnectionFailure) -> Value,
    unauthorized: ([AuthenticationChallenge], HTTPResponseHead?) -> EngineError
  ) async throws(EngineError) -> Value {
    let value: Value
    do throws(ConnectionFailure) { value = try await body(session) } catch {
      switch error {
      case .unauthorized(let challenges): throw unauthorized(challenges, await session.head)
      case .forbidden(let challenges):
        let challenge = BearerChallenge(challenges)
        if challenge?.resourceMetadata != nil { try await readAgain(server, challenge) }
        throw try refusal(challenge, server, account: account)
      case .final(.notMCP(let answer))
      where server.settings.movedTo != nil && StatusMeaning(answer.status) == .refusal:
        // What was remembered is no more: from its own URL on.
        var server = server
        server.settings.movedTo = nil
        keepAddress(nil, server)
        await session.forgetAddress()
        return try await attempt(session, server, account, body, unauthorized: unauthorized)
      case .final(let error): throw error
      }
    }
    await rememberAddress(of: session, server)
    return value
  }

  /// Keeps where the endpoint's own redirects led, and says so once.
  private func rememberAddress(of session: MCPSession, _ server: Server) async {
    let address = await session.address
    guard address != server.address else { return }
    keepAddress(address == server.url ? nil : address, server)
  }

  /// What cannot be kept is found out again: a tool that was called is no failure for it.
  private func keepAddress(_ address: WebURL?, _ server: Server) {
    let isNews = (try? registry.setAddress(address, server: server.id)) ?? false
    if isNews, let address { notify(.endpointMoved(server: server.name, from: server.url, to: address)) }
  }

  /// What a new login would have to ask for: the scopes of this one and those of the challenge (MCP 2026-07-28, Step-Up
  /// Authorization Flow).
  private func refusal(
    _ challenge: BearerChallenge?, _ server: Server, account: String
  ) throws(EngineError) -> EngineError {
    let grant = try stored(registry.grant(of: server, account: account))
    let held = [grant?.requestedScope, grant?.grantedScope].compactMap(\.self).reduce(Scope(tokens: [])) {
      $0?.union($1)
    }
    // A login that has the scope already would not get more by asking again.
    let isHeld = challenge?.scope.map { grant?.grantedScope?.contains($0) ?? false } ?? true
    let scope = isHeld ? nil : challenge?.scope.map { held?.union($0) ?? $0 }
    return .forbidden(
      server: server.name, error: challenge?.error, scope: scope, words: challenge?.errorDescription)
  }
}
