import FoundationEssentials
public import HTTP

/// The metadata this client registers with (RFC 7591 §2).
public struct ClientRegistrationRequest: Sendable, Equatable {
  public let redirectURIs: [WebURL]
  public let method: ClientAuthenticationMethod
  /// Every scope this client may ever ask for; nil leaves it to the server.
  public let scope: Scope?
  /// Whether the client may also use the device grant; asked for where the server has one.
  public let usesDeviceGrant: Bool
  /// Whether it may also present assertions (RFC 7523 §2.1); asked for where the server takes an identity provider's.
  public let usesAssertions: Bool
  public let softwareVersion: String

  public init(
    redirectURIs: [WebURL], method: ClientAuthenticationMethod, scope: Scope?, usesDeviceGrant: Bool = false,
    usesAssertions: Bool = false,
    softwareVersion: String
  ) {
    self.redirectURIs = redirectURIs
    self.method = method
    self.scope = scope
    self.usesDeviceGrant = usesDeviceGrant
    self.usesAssertions = usesAssertions
    self.softwareVersion = softwareVersion
  }

  /// The POST to the registration endpoint (RFC 7591 §3.1), with an initial access token where the server gives
  /// registrations to whoever has one (§3).
  ///
  /// `application_type` is `native`: left out it means `web`, for which OpenID Connect Registration §2 forbids
  /// loopback redirects. The method is stated because its default is a secret.
  public func request(at endpoint: WebURL, initialAccessToken: Secret? = nil) -> HTTPRequest {
    let body = Wire(
      redirect_uris: redirectURIs.map(\.raw), client_name: "mcpcred",
      grant_types: ["authorization_code", "refresh_token"] + (usesDeviceGrant ? [TokenRequest.deviceGrant] : [])
        + (usesAssertions ? [TokenRequest.assertionGrant] : []),
      response_types: ["code"], token_endpoint_auth_method: method.rawValue, application_type: "native",
      scope: scope?.description, software_id: "mcpcred", software_version: softwareVersion)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Strings and arrays of strings always encode.
    let bytes = (try? encoder.encode(body)).map(Array.init) ?? []
    var headers = HTTPHeaders([("Content-Type", "application/json"), ("Accept", "application/json")])
    if let initialAccessToken { headers.set("Authorization", "Bearer " + initialAccessToken.exposed) }
    return HTTPRequest(.post, endpoint, headers: headers, body: bytes)
  }

  private struct Wire: Encodable {
    let redirect_uris: [String]
    let client_name: String
    let grant_types: [String]
    let response_types: [String]
    let token_endpoint_auth_method: String
    let application_type: String
    let scope: String?
    let software_id: String
    let software_version: String
  }
}
