import HTTP
import MCP
import OAuth

/// Finds out how a server wants to be spoken to: open, or behind which authorization server.
struct Discovery {
  let manager: CredentialManager
  let server: String
  let endpoint: WebURL

  /// What the server said to a request without a token.
  enum Finding {
    case open(ProtocolVersion?)
    case challenged(BearerChallenge?)
  }

  /// Asks for the tools without a token: a request that servers guard even where `initialize` is open to all.
  func probe() async throws(EngineError) -> Finding {
    let connection = MCPConnection(
      server: server, endpoint: endpoint, transport: try manager.transport(), access: nil, version: manager.version,
      remembered: nil, deadline: .seconds(30))
    do throws(ConnectionFailure) {
      _ = try await connection.listTools(cursor: nil)
      // Closing forgets it.
      let version = await connection.version
      await connection.close()
      return .open(version)
    } catch {
      switch error {
      case .unauthorized(let challenges): return .challenged(BearerChallenge(challenges))
      case .forbidden(let challenges):
        let challenge = BearerChallenge(challenges)
        throw .forbidden(server: server, error: challenge?.error, scope: challenge?.scope)
      case .final(let error): throw error
      }
    }
  }

  /// Protected resource metadata, from the challenge or a well-known place (MCP 2026-07-28, Authorization Server
  /// Discovery).
  func resourceMetadata(_ challenge: BearerChallenge?) async throws(EngineError) -> ProtectedResourceMetadata {
    let step = ExchangeStep(.resourceMetadata, server: server)
    if let unusable = challenge?.unusableResourceMetadata {
      throw .oauth(.insecureEndpoint(member: "resource_metadata", url: unusable), step)
    }
    try check(challenge?.resourceMetadata, "resource_metadata", step)
    let candidates = ProtectedResourceMetadata.candidates(endpoint: endpoint, challenge: challenge?.resourceMetadata)
    for candidate in candidates {
      guard let response = try await document(at: candidate.url, step) else { continue }
      do {
        return try ProtectedResourceMetadata.parse(
          response, from: candidate.url, source: candidate.source, endpoint: endpoint)
      } catch {
        throw .oauth(error, step)
      }
    }
    throw .noResourceMetadata(server: server)
  }

  /// The authorization server's metadata, by the issuer's well-known places in their order.
  func authorizationServer(_ issuer: String) async throws(EngineError) -> AuthorizationServerMetadata {
    let step = ExchangeStep(.authorizationServerMetadata, server: server)
    guard let url = WebURL(issuer), url.isSecure, url.query == nil else {
      throw .oauth(.insecureEndpoint(member: "authorization_servers", url: issuer), step)
    }
    try check(url, "authorization_servers", step)
    let candidates = AuthorizationServerMetadata.candidates(issuer: url)
    for candidate in candidates {
      guard let response = try await document(at: candidate, step) else { continue }
      let metadata: AuthorizationServerMetadata
      do {
        metadata = try AuthorizationServerMetadata.parse(response.body, from: candidate.raw, issuer: issuer)
      } catch {
        throw .oauth(error, step)
      }
      for (member, endpoint) in metadata.namedEndpoints { try check(endpoint, member, step) }
      return metadata
    }
    let places = candidates.map(\.raw).joined(separator: " ")
    throw .oauth(
      .invalidDocument(DocumentProblem(.authorizationServerMetadata, from: places, .notJSON)), step)
  }

  /// A server elsewhere must not aim our requests at this machine (RFC 9728 §7.7); one on this machine may.
  private func check(_ url: WebURL?, _ member: String, _ step: ExchangeStep) throws(EngineError) {
    guard let url, url.isLoopback, !endpoint.isLoopback else { return }
    throw .oauth(.insecureEndpoint(member: member, url: url.raw), step)
  }

  /// Nil where nothing is there. An outage is an error: it must not lead to the next place.
  private func document(at url: WebURL, _ step: ExchangeStep) async throws(EngineError) -> HTTPResponse? {
    var request = HTTPRequest.json(url)
    request.deadline = .seconds(15)
    let response = try await manager.send(request, step)
    switch response.status {
    // Single-page applications answer every path with their page: that is no document.
    case 200: return response.headers.mediaType == "text/html" ? nil : response
    case 408, 429, 500...: throw .oauth(.httpFailure(HTTPFailure(response.head, from: url)), step)
    default: return nil
    }
  }
}
