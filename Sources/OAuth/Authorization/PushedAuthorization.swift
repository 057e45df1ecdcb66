import FoundationEssentials
public import HTTP

/// What an authorization server calls a request that was pushed to it (RFC 9126 §2.2).
public struct PushedAuthorization: Sendable, Equatable {
  /// Good for one use, by this client only.
  public let requestURI: String
  /// Seconds; nil where the server does not say.
  public let expiresIn: Int?

  public init(requestURI: String, expiresIn: Int?) {
    self.requestURI = requestURI
    self.expiresIn = expiresIn
  }

  /// Reads the answer of the pushed authorization request endpoint; 200 is taken like 201.
  ///
  /// Throws `refused` for an OAuth error (RFC 9126 §2.3), `httpFailure` for any other status, and `invalidDocument` for a
  /// success without a `request_uri`.
  public static func parse(
    _ response: HTTPResponse, from endpoint: WebURL, hiding secrets: [Secret] = []
  ) throws(OAuthError) -> PushedAuthorization {
    try ErrorBody.check(response, endpoint: .pushedAuthorization, from: endpoint, hiding: secrets)
    let document = DocumentProblem.Document.pushedAuthorizationResponse
    let wire = try DocumentProblem.decode(Wire.self, response.body, as: document, from: endpoint.origin)
    guard !wire.request_uri.isEmpty else {
      throw .invalidDocument(
        DocumentProblem(document, from: endpoint.origin, .unusable(member: "request_uri", value: "")))
    }
    return PushedAuthorization(requestURI: wire.request_uri, expiresIn: wire.expires_in?.value)
  }

  /// Whether the client was registered as one whose requests must be pushed (RFC 9126 §6).
  public static func isDemanded(by registration: Secret) -> Bool {
    let members = try? JSONDecoder().decode(ClientMetadata.self, from: Data(registration.exposed.utf8))
    return members?.require_pushed_authorization_requests ?? false
  }

  private struct Wire: Decodable {
    let request_uri: String
    let expires_in: ForgivingSeconds?
  }

  private struct ClientMetadata: Decodable {
    let require_pushed_authorization_requests: Bool?
  }
}
