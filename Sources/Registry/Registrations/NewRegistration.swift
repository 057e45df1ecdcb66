public import FoundationEssentials
public import HTTP
public import OAuth

/// A client identity to store.
public struct NewRegistration: Sendable {
  public let issuer: String
  public let kind: Registration.Kind
  public let clientID: String
  public let clientSecret: Secret?
  public let method: ClientAuthenticationMethod
  public let redirectURIs: [WebURL]
  /// 1970 means never (RFC 7591 §3.2.1); nil where there is no secret, or it is not known.
  public let secretExpiresAt: Date?
  /// RFC 7592 §3.
  public let managementURI: WebURL?
  public let managementToken: Secret?
  /// The registration answer as it came.
  public let document: Secret?
  /// The PEM text of the key that signs the client's assertions (RFC 7523 §2.2).
  public let privateKey: Secret?
  public let isolation: Isolation
  /// Whether requests name it; else the subject of an assertion is who asks (RFC 7521 §4.1), and its id is that subject.
  public let isNamed: Bool
  /// Whether it is taken into use at once. One that is not becomes the issuer's, or its server's, with the commit of the first
  /// login that was made with it, and until then no other login takes it up: a person may have mistyped it.
  public let isUsed: Bool

  /// Who uses it.
  public enum Isolation: Sendable, Equatable {
    /// Every server of the issuer.
    case shared
    /// One server; nil where that is stored together with its first login.
    case isolated(for: Int64?)
  }

  public init(
    issuer: String, kind: Registration.Kind, clientID: String, clientSecret: Secret?,
    method: ClientAuthenticationMethod, redirectURIs: [WebURL], secretExpiresAt: Date? = nil,
    managementURI: WebURL? = nil, managementToken: Secret? = nil, document: Secret? = nil, privateKey: Secret? = nil,
    isolation: Isolation = .shared, isNamed: Bool = true, isUsed: Bool = true
  ) {
    self.issuer = issuer
    self.kind = kind
    self.clientID = clientID
    self.clientSecret = clientSecret
    self.method = method
    self.redirectURIs = redirectURIs
    self.secretExpiresAt = secretExpiresAt
    self.managementURI = managementURI
    self.managementToken = managementToken
    self.document = document
    self.privateKey = privateKey
    self.isolation = isolation
    self.isNamed = isNamed
    self.isUsed = isUsed
  }
}
