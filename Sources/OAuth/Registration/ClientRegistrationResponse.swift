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
  /// Members that could not be used and count as not said.
  public let flaws: [DocumentProblem]
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
    var members = try JSONDocument(response.body, as: .registrationResponse, from: endpoint.raw)
    let clientID = try members.exactText("client_id")
    guard !clientID.isEmpty else {
      throw .invalidDocument(
        DocumentProblem(.registrationResponse, from: endpoint.raw, .unusable(member: "client_id", value: "")))
    }
    let secret = members.secret("client_secret")
    return ClientRegistrationResponse(
      clientID: clientID, clientSecret: secret, secretExpiresAt: members.seconds("client_secret_expires_at"),
      method: try self.method(members.text("token_endpoint_auth_method"), requested: method, hasSecret: secret != nil),
      redirectURIs: try redirects(members.list("redirect_uris"), wanted: redirectURIs, from: endpoint),
      managementURI: members.endpoint("registration_client_uri"),
      managementToken: members.secret("registration_access_token"), flaws: members.flaws,
      document: Secret(String(decoding: response.body, as: UTF8.self)))
  }

  /// Those wanted that the server kept; where it kept none, those of its own on which this machine can listen
  /// (RFC 7591 §3.2.1: the server may replace any value).
  private static func redirects(
    _ returned: [String]?, wanted: [WebURL], from endpoint: WebURL
  ) throws(OAuthError) -> [WebURL] {
    guard let returned else { return wanted }
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
    _ returned: String?, requested: ClientAuthenticationMethod, hasSecret: Bool
  ) throws(OAuthError) -> ClientAuthenticationMethod {
    let returned = returned ?? requested.rawValue
    // A client is never registered with a key of its own.
    guard let method = ClientAuthenticationMethod(rawValue: returned), method != .privateKeyJWT else {
      throw .unsupported(.clientAuthentication(returned))
    }
    if method != .none, !hasSecret {
      throw .unsupported(.clientAuthentication(returned + " without a client_secret"))
    }
    return method
  }
}
