import HTTP
import OAuth

extension Discovery {
  /// Protected resource metadata, from the challenge or a well-known place (MCP 2026-07-28, Authorization Server
  /// Discovery).
  func resourceMetadata(
    _ challenge: BearerChallenge?
  ) async throws(EngineError) -> Fetched<ProtectedResourceMetadata> {
    let step = ExchangeStep(.resourceMetadata, server: server)
    if let unusable = challenge?.unusableResourceMetadata {
      throw .oauth(.insecureEndpoint(member: "resource_metadata", url: unusable), step)
    }
    try check(challenge?.resourceMetadata, "resource_metadata", step)
    let named = challenge?.metadataCandidates ?? []
    for place in named { try check(place, "resource_metadata", step) }
    let candidates =
      named.map { ($0, ProtectedResourceMetadata.Source.challenge) }
      + ProtectedResourceMetadata.candidates(
        endpoint: endpoint, challenge: named.isEmpty ? challenge?.resourceMetadata : nil)
    var flaw: EngineError?
    for candidate in candidates {
      guard let response = try await document(at: candidate.0, step) else { continue }
      do {
        let metadata = try ProtectedResourceMetadata.parse(
          response, from: candidate.0, source: candidate.1, endpoint: endpoint)
        tell(metadata.flaws)
        return Fetched(metadata, headers: response.headers, now: dependencies.now())
      } catch {
        // Of several that are named, one may be right.
        guard !named.isEmpty else { throw .oauth(error, step) }
        flaw = flaw ?? .oauth(error, step)
      }
    }
    throw flaw ?? .noResourceMetadata(server: server)
  }

  /// The authorization server's metadata, by the issuer's well-known places in their order.
  func authorizationServer(
    _ issuer: String, trusted: String? = nil
  ) async throws(EngineError) -> Fetched<AuthorizationServerMetadata> {
    guard let url = WebURL(issuer), url.isSecure, url.query == nil else {
      throw .oauth(.insecureEndpoint(member: "authorization_servers", url: issuer), metadataStep)
    }
    try check(url, "authorization_servers", metadataStep)
    let candidates = AuthorizationServerMetadata.candidates(issuer: url)
    for candidate in candidates {
      guard let response = try await document(at: candidate, metadataStep) else { continue }
      return Fetched(
        try accept(response.body, from: candidate.raw, issuer: issuer, trusted: trusted), headers: response.headers,
        now: dependencies.now())
    }
    let places = candidates.map(\.raw).joined(separator: " ")
    throw .oauth(
      .invalidDocument(DocumentProblem(.authorizationServerMetadata, from: places, .notJSON)), metadataStep)
  }

  /// The authorization server of a server of MCP 2025-03-26: the origin's document, whose issuer must be the origin, or
  /// else the default endpoints (MCP 2025-03-26, Authorization §2.3).
  func ownAuthorizationServer() async throws(EngineError) -> Fetched<AuthorizationServerMetadata> {
    let headers = [("MCP-Protocol-Version", "2025-03-26")]
    guard let url = LegacyAuthorizationServer.metadataURL(of: endpoint),
      let response = try await document(at: url, metadataStep, headers: headers)
    else {
      let issuer = LegacyAuthorizationServer.issuer(of: endpoint)
      // Nothing was fetched: the next login looks again for a document.
      return Fetched(
        try accept(LegacyAuthorizationServer.defaults(of: endpoint), from: issuer, issuer: issuer),
        freshUntil: dependencies.now())
    }
    return Fetched(
      try accept(response.body, from: url.raw, issuer: endpoint.origin), headers: response.headers,
      now: dependencies.now())
  }

  /// Reads metadata, fetched or kept, that is to be used for this server. `trusted` is an issuer that a person has vouched for
  /// at this place.
  func accept(
    _ body: [UInt8], from source: String, issuer: String, trusted: String? = nil
  ) throws(EngineError) -> AuthorizationServerMetadata {
    let metadata: AuthorizationServerMetadata
    do { metadata = try AuthorizationServerMetadata.parse(body, from: source, issuer: issuer, trusted: trusted) } catch
    {
      throw .oauth(error, metadataStep)
    }
    tell(metadata.flaws)
    for (member, endpoint) in metadata.namedEndpoints { try check(endpoint, member, metadataStep) }
    return metadata
  }

  private func tell(_ flaws: [DocumentProblem]) {
    for flaw in flaws { notify(.memberNotUsed(flaw)) }
  }

  private var metadataStep: ExchangeStep { ExchangeStep(.authorizationServerMetadata, server: server) }
}
