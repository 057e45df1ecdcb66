public import FoundationEssentials
import HTTP

/// A client identity as it is used at one authorization server.
public struct OAuthClient: Sendable {
  public let id: String
  public let secret: Secret?
  /// Signs assertions, where the method is `private_key_jwt`.
  public let key: SigningKey?
  /// The name that its server knows the key by; nil where that is not known.
  public let keyID: String?
  public var method: ClientAuthenticationMethod
  /// Whether its requests name it. Where they do not, an assertion's subject is who asks (RFC 7521 §4.1).
  public let isNamed: Bool
  private var assertion: Secret?

  public init(
    id: String, secret: Secret?, key: SigningKey? = nil, keyID: String? = nil, method: ClientAuthenticationMethod,
    isNamed: Bool = true
  ) {
    self.id = id
    self.secret = secret
    self.key = key
    self.keyID = keyID
    self.method = method
    self.isNamed = isNamed
  }

  /// The same client, ready for one request: with an assertion for the audience, where that is its method.
  ///
  /// `id` is random and never used twice: a server may take each assertion only once (RFC 7523 §3, `jti`).
  public func asserting(audience: String, at now: Date, id jti: String) throws(SigningKeyError) -> OAuthClient {
    guard method == .privateKeyJWT, let key else { return self }
    var client = self
    client.assertion = try ClientAssertion.make(
      clientID: id, audience: audience, at: now, id: jti, key: key, keyID: keyID)
    return client
  }

  /// What its requests hold that must never be shown, should a server repeat it.
  public var secrets: [Secret] { [secret, assertion].compactMap(\.self) }

  /// A form POST to an endpoint that authenticates the client.
  ///
  /// `client_id` is in the body whatever the method: it is no credential, and some servers look for it there even
  /// with Basic. There is never more than one method in a request (RFC 6749 §2.3).
  func authenticatedForm(_ url: WebURL, _ fields: [(String, String)]) -> HTTPRequest {
    guard isNamed else { return .form(url, fields) }
    var fields = fields + [("client_id", id)]
    if method == .clientSecretPost, let secret { fields.append(("client_secret", secret.exposed)) }
    if method == .privateKeyJWT, let assertion {
      fields += [("client_assertion_type", ClientAssertion.type), ("client_assertion", assertion.exposed)]
    }
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
