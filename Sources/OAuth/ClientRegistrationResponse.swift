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
  /// success that cannot be used: no `client_id`, none of our redirect URIs left.
  public static func parse(
    _ response: HTTPResponse, from endpoint: WebURL, requested: ClientRegistrationRequest
  ) throws(OAuthError) -> ClientRegistrationResponse {
    try ErrorBody.check(response, endpoint: .registration, from: endpoint)
    let wire = try DocumentProblem.decode(Wire.self, response.body, as: .registrationResponse, from: endpoint.raw)
    guard !wire.client_id.isEmpty else {
      throw .invalidDocument(
        DocumentProblem(.registrationResponse, from: endpoint.raw, .unusable(member: "client_id", value: "")))
    }
    let kept = requested.redirectURIs.filter { wire.redirect_uris?.contains($0.raw) ?? true }
    guard !kept.isEmpty else {
      throw .invalidDocument(
        DocumentProblem(
          .registrationResponse, from: endpoint.raw,
          .mismatch(
            member: "redirect_uris", expected: requested.redirectURIs.map(\.raw).joined(separator: " "),
            found: (wire.redirect_uris ?? []).joined(separator: " "))))
    }
    return ClientRegistrationResponse(
      clientID: wire.client_id, clientSecret: wire.client_secret, secretExpiresAt: wire.client_secret_expires_at,
      method: try method(wire, requested: requested.method), redirectURIs: kept,
      managementURI: wire.registration_client_uri.flatMap { WebURL($0) }.flatMap { $0.isSecure ? $0 : nil },
      managementToken: wire.registration_access_token, document: Secret(String(decoding: response.body, as: UTF8.self)))
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
