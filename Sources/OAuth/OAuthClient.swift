import FoundationEssentials
import HTTP

/// A client identity as it is used at one authorization server.
public struct OAuthClient: Sendable {
  public let id: String
  public let secret: Secret?
  public let method: ClientAuthenticationMethod

  public init(id: String, secret: Secret?, method: ClientAuthenticationMethod) {
    self.id = id
    self.secret = secret
    self.method = method
  }

  /// A form POST to an endpoint that authenticates the client.
  ///
  /// `client_id` is in the body whatever the method: it is no credential, and some servers look for it there even
  /// with Basic. There is never more than one method in a request (RFC 6749 §2.3).
  func authenticatedForm(_ url: WebURL, _ fields: [(String, String)]) -> HTTPRequest {
    var fields = fields + [("client_id", id)]
    if method == .clientSecretPost, let secret { fields.append(("client_secret", secret.exposed)) }
    var request = HTTPRequest.form(url, fields)
    if method == .clientSecretBasic, let secret {
      request.headers.set("Authorization", Self.basic(id: id, secret: secret))
    }
    return request
  }

  /// RFC 6749 §2.3.1: both parts form-encoded before they are joined.
  private static func basic(id: String, secret: Secret) -> String {
    let pair = FormURLEncoding.escape(id) + ":" + FormURLEncoding.escape(secret.exposed)
    return "Basic " + Data(pair.utf8).base64EncodedString()
  }
}
