public import HTTP

/// The question a browser carries to the authorization server (RFC 6749 §4.1.1 with RFC 7636 and RFC 8707).
public struct AuthorizationRequest: Sendable {
  public let clientID: String
  public let redirectURI: WebURL
  /// Nil sends no `scope`, which leaves the choice to the server.
  public let scope: Scope?
  public let state: Secret
  public let challenge: String
  /// Nil only where the person turned the parameter off for this server.
  public let resource: String?
  /// The thumbprint of the key that the code is bound to (RFC 9449 §10); nil where tokens are bound to none.
  public let dpopThumbprint: String?
  /// Parameters of the person's own, after those of the protocol.
  public let extra: [AuthorizeParameter]

  public init(
    clientID: String, redirectURI: WebURL, scope: Scope?, state: Secret, challenge: String, resource: String?,
    dpopThumbprint: String? = nil, extra: [AuthorizeParameter] = []
  ) {
    self.clientID = clientID
    self.redirectURI = redirectURI
    self.scope = scope
    self.state = state
    self.challenge = challenge
    self.resource = resource
    self.dpopThumbprint = dpopThumbprint
    self.extra = extra
  }

  /// The URL to open. A query the endpoint already has is kept (RFC 6749 §3.1).
  ///
  /// Throws `insecureEndpoint` where the parameters make it unusable, which only an endpoint near 8 KiB can.
  public func url(at endpoint: WebURL) throws(OAuthError) -> WebURL {
    try Self.url(at: endpoint, [("response_type", "code"), ("client_id", clientID)] + parameters)
  }

  /// Hands the request to the authorization server itself, authenticated as at the token endpoint (RFC 9126 §2.1).
  public func pushed(by client: OAuthClient, to endpoint: WebURL) -> HTTPRequest {
    client.authenticatedForm(endpoint, [("response_type", "code")] + parameters)
  }

  /// The URL to open for a request that was pushed: it names the request and says nothing else (RFC 9126 §4).
  public func url(at endpoint: WebURL, for pushed: PushedAuthorization) throws(OAuthError) -> WebURL {
    try Self.url(at: endpoint, [("client_id", clientID), ("request_uri", pushed.requestURI)])
  }

  /// All but `response_type` and `client_id`.
  private var parameters: [(String, String)] {
    var fields = [
      ("redirect_uri", redirectURI.raw), ("code_challenge", challenge), ("code_challenge_method", "S256"),
      ("state", state.exposed),
    ]
    if let resource { fields.append(("resource", resource)) }
    if let scope, !scope.isEmpty { fields.append(("scope", scope.description)) }
    if let dpopThumbprint { fields.append(("dpop_jkt", dpopThumbprint)) }
    // OpenID Connect Core §11: offline_access is honoured only together with a consent prompt.
    if scope?.tokens.contains("offline_access") == true, !extra.contains(where: { $0.name == "prompt" }) {
      fields.append(("prompt", "consent"))
    }
    return fields + extra.map { ($0.name, $0.value) }
  }

  private static func url(at endpoint: WebURL, _ fields: [(String, String)]) throws(OAuthError) -> WebURL {
    let joint = endpoint.query == nil ? "?" : "&"
    guard let url = WebURL(endpoint.raw + joint + FormURLEncoding.encode(fields)) else {
      throw .insecureEndpoint(member: "authorization_endpoint", url: endpoint.raw)
    }
    return url
  }
}
