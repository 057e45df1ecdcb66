public import HTTP

/// What a protected resource says about itself (RFC 9728).
public struct ProtectedResourceMetadata: Sendable, Equatable {
  /// RFC 9728 §2; sent verbatim as the resource indicator.
  public let resource: String
  /// Never empty; in the server's order.
  public let authorizationServers: [String]
  public let scopesSupported: Scope?
  /// Whether only tokens that are bound to a key are accepted (RFC 9728 §2, RFC 9449).
  public let requiresBoundTokens: Bool
  /// The algorithms of proofs it takes; nil where it does not say.
  public let dpopSigningAlgorithms: [String]?
  /// Whether it takes tokens that are bound to a TLS client certificate (RFC 9728 §2, RFC 8705).
  public let bindsTokensToCertificates: Bool
  /// Untrusted display text.
  public let resourceName: String?
  /// How the place was learned where the document was found.
  public let source: Source
  /// Whether `resource` is a parent of the endpoint and not the endpoint, which RFC 9728 §3.3 does not have.
  public let namesParent: Bool
  public let url: WebURL
  /// Members that could not be used and count as not said.
  public let flaws: [DocumentProblem]
  /// The document as it came: what the registry keeps and reads again.
  public let json: [UInt8]

  /// How the document's URL was learned, which decides what its `resource` may be.
  public enum Source: String, Sendable, Equatable {
    /// `resource_metadata` of a challenge, RFC 9728 §5.1.
    case challenge
    /// The endpoint's path inserted, RFC 9728 §3.1.
    case path
    /// The origin's root.
    case root
  }

  /// The documents to ask for, in the order of MCP 2026-07-28, Authorization Server Discovery.
  ///
  /// A URL from the challenge is the only candidate where there is one.
  public static func candidates(endpoint: WebURL, challenge: WebURL?) -> [(url: WebURL, source: Source)] {
    if let challenge { return [(challenge, .challenge)] }
    let name = "oauth-protected-resource"
    let inserted = WellKnown.insertedIntoResource(name, endpoint).map { ($0, Source.path) }
    let root = WellKnown.root(name, of: endpoint).map { ($0, Source.root) }
    let all = [inserted, root].compactMap(\.self)
    // Without a path and a query both name one document; it then belongs to the endpoint itself.
    return all.count == 2 && all[0].0 == all[1].0 ? [all[0]] : all
  }

  /// Reads a 200 answer and checks that it speaks about this endpoint.
  ///
  /// Throws `invalidDocument` where the JSON, an absent `authorization_servers` or the `resource` forbids its use (RFC 9728
  /// §3.3: the client MUST NOT use such metadata). Whatever else cannot be used counts as not said, and is told by `flaws`.
  public static func parse(
    _ response: HTTPResponse, from url: WebURL, source: Source, endpoint: WebURL
  ) throws(OAuthError) -> ProtectedResourceMetadata {
    let document = DocumentProblem.Document.protectedResourceMetadata
    var members = try JSONDocument(response.body, as: document, from: url.raw)
    func refuse(_ fault: DocumentProblem.Fault) -> OAuthError {
      .invalidDocument(DocumentProblem(document, from: url.raw, fault))
    }
    let resource = try members.exactText("resource")
    guard ResourceIndicator.accepts(resource, endpoint: endpoint, source: source) else {
      let expected = source == .root ? endpoint.origin : endpoint.raw
      throw refuse(.mismatch(member: "resource", expected: expected, found: resource))
    }
    guard let servers = members.list("authorization_servers"), !servers.isEmpty else {
      let flaw = members.flaws.first { $0.found != "null" }
      throw flaw.map { .invalidDocument($0) } ?? refuse(.missing(member: "authorization_servers"))
    }
    if let methods = members.list("bearer_methods_supported"), !methods.isEmpty, !methods.contains("header") {
      throw refuse(
        .unusable(member: "bearer_methods_supported", value: methods.joined(separator: " ")))
    }
    return ProtectedResourceMetadata(
      resource: resource, authorizationServers: servers,
      scopesSupported: members.list("scopes_supported").flatMap { Scope(tokens: $0) },
      requiresBoundTokens: members.flag("dpop_bound_access_tokens_required") ?? false,
      dpopSigningAlgorithms: members.list("dpop_signing_alg_values_supported"),
      bindsTokensToCertificates: members.flag("tls_client_certificate_bound_access_tokens") ?? false,
      resourceName: members.text("resource_name"), source: source,
      namesParent: source == .challenge && !Issuer.matches(resource, endpoint.raw), url: url, flaws: members.flaws,
      json: response.body)
  }
}
