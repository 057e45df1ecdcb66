public import HTTP

/// Two codes for a login on a machine without a browser: one for the person, one for this program (RFC 8628 §3.2).
public struct DeviceAuthorization: Sendable {
  public let deviceCode: Secret
  /// What the person types, or compares. The server's text: hostile until quoted.
  public let userCode: String
  /// Where the person types it.
  public let verificationURI: WebURL
  /// The same with the code in it; nil where the server gives none that can be shown.
  public let verificationURIComplete: WebURL?
  /// Seconds; nil where the server does not say.
  public let expiresIn: Int?
  /// Seconds to wait between two requests for the tokens.
  public let interval: Int

  /// The POST to the device authorization endpoint (RFC 8628 §3.1, RFC 8707 §2).
  public static func request(
    scope: Scope?, resource: String?, client: OAuthClient, at endpoint: WebURL
  ) -> HTTPRequest {
    var fields: [(String, String)] = []
    if let resource { fields.append(("resource", resource)) }
    if let scope, !scope.isEmpty { fields.append(("scope", scope.description)) }
    return client.authenticatedForm(endpoint, fields)
  }

  /// Reads the answer of the device authorization endpoint.
  ///
  /// Throws `refused` for an OAuth error, `httpFailure` for any other status, `invalidDocument` for a success without the
  /// codes, and `insecureEndpoint` for a page that is neither https nor on this machine.
  public static func parse(
    _ response: HTTPResponse, from endpoint: WebURL, hiding secrets: [Secret] = []
  ) throws(OAuthError) -> DeviceAuthorization {
    try ErrorBody.check(response, endpoint: .deviceAuthorization, from: endpoint, hiding: secrets)
    let document = DocumentProblem.Document.deviceAuthorizationResponse
    let wire = try DocumentProblem.decode(Wire.self, response.body, as: document, from: endpoint.origin)
    for (member, value) in [("device_code", wire.device_code.exposed), ("user_code", wire.user_code)] {
      guard value.isEmpty else { continue }
      throw .invalidDocument(DocumentProblem(document, from: endpoint.origin, .unusable(member: member, value: "")))
    }
    guard let page = page(wire.verification_uri) else {
      throw .insecureEndpoint(member: "verification_uri", url: wire.verification_uri)
    }
    return DeviceAuthorization(
      deviceCode: wire.device_code, userCode: wire.user_code, verificationURI: page,
      verificationURIComplete: wire.verification_uri_complete?.value.flatMap(Self.page),
      expiresIn: wire.expires_in?.value,
      // RFC 8628 §3.2: five where the server does not say. Nothing is asked for without a pause.
      interval: max(1, wire.interval?.value ?? 5))
  }

  private static func page(_ text: String) -> WebURL? { WebURL(text).flatMap { $0.isSecure ? $0 : nil } }

  private struct Wire: Decodable {
    let device_code: Secret
    let user_code: String
    let verification_uri: String
    let verification_uri_complete: ForgivingText?
    let expires_in: ForgivingSeconds?
    let interval: ForgivingSeconds?
  }
}
