public import HTTP

/// A registration as the authorization server made it; values it replaced win (RFC 7591 §3.2.1).
public struct ClientRegistrationResponse: Sendable {
  public let clientID: String
  public let clientSecret: Secret?
  /// Seconds since the epoch; zero means never; nil with a secret means unknown.
  public let secretExpiresAt: Int?
  public let method: ClientAuthenticationMethod
  public let redirectURIs: [WebURL]
  /// RFC 7592 §3.
  public let managementURI: WebURL?
  public let managementToken: Secret?
  /// The whole answer, secrets included: to be sealed, and sent back with an update (RFC 7592 §2.2).
  public let document: Secret

  /// Reads the answer of the registration endpoint; 200 is taken like 201, as some servers send it.
  ///
  /// Throws `refused` for an RFC 7591 §3.2.2 error, `httpFailure` for any other status, `invalidDocument` for a
  /// success that cannot be used: no `client_id`, no redirect URI on this machine.
  public static func parse(
    _ response: HTTPResponse, from endpoint: WebURL, requested: ClientRegistrationRequest, hiding secrets: [Secret] = []
  ) throws(OAuthError) -> ClientRegistrationResponse {
    try parse(
      response, from: endpoint, redirectURIs: requested.redirectURIs, method: requested.method, hiding: secrets)
  }

  /// The same without the request.
  static func parse(
    _ response: HTTPResponse, from endpoint: WebURL, redirectURIs: [WebURL], method: ClientAuthenticationMethod,
    hiding secrets: [Secret]
  ) throws(OAuthError) -> ClientRegistrationResponse {
    try ErrorBody.check(response, endpoint: .registration, from: endpoint, hiding: secrets)
    let wire = try DocumentProblem.decode(Wire.self, response.body, as: .registrationResponse, from: endpoint.raw)
    guard !wire.client_id.isEmpty else {
      throw .invalidDocument(
        DocumentProblem(.registrationResponse, from: endpoint.raw, .unusable(member: "client_id", value: "")))
    }
    return ClientRegistrationResponse(
      clientID: wire.client_id, clientSecret: wire.client_secret, secretExpiresAt: wire.client_secret_expires_at,
      method: try self.method(wire, requested: method),
      redirectURIs: try redirects(wire, wanted: redirectURIs, from: endpoint),
      managementURI: wire.registration_client_uri.flatMap { WebURL($0) }.flatMap { $0.isSecure ? $0 : nil },
      managementToken: wire.registration_access_token, document: Secret(String(decoding: response.body, as: UTF8.self)))
  }

  /// Those wanted that the server kept; where it kept none, those of its own on which this machine can listen
  /// (RFC 7591 §3.2.1: the server may replace any value).
  private static func redirects(
    _ wire: Wire, wanted: [WebURL], from endpoint: WebURL
  ) throws(OAuthError) -> [WebURL] {
    guard let returned = wire.redirect_uris else { return wanted }
    let kept = wanted.filter { returned.contains($0.raw) }
    let usable = kept.isEmpty ? returned.compactMap { WebURL($0) }.filter(RedirectURI.isUsable) : kept
    guard !usable.isEmpty else {
      throw .invalidDocument(
        DocumentProblem(
          .registrationResponse, from: endpoint.raw,
          .mismatch(
            member: "redirect_uris", expected: wanted.map(\.raw).joined(separator: " "),
            found: returned.joined(separator: " "))))
    }
    return usable
  }

  private static func method(
    _ wire: Wire, requested: ClientAuthenticationMethod
  ) throws(OAuthError) -> ClientAuthenticationMethod {
    let returned = wire.token_endpoint_auth_method ?? requested.rawValue
    // A client is never registered with a key of its own.
    guard let method = ClientAuthenticationMethod(rawValue: returned), method != .privateKeyJWT else {
      throw .unsupported(.clientAuthentication(returned))
    }
    if method != .none, wire.client_secret == nil {
      throw .unsupported(.clientAuthentication(returned + " without a client_secret"))
    }
    return method
  }

  private struct Wire: Decodable {
    let client_id: String
    let client_secret: Secret?
    let client_secret_expires_at: Int?
    let redirect_uris: [String]?
    let token_endpoint_auth_method: String?
    let registration_client_uri: String?
    let registration_access_token: Secret?
  }
}
