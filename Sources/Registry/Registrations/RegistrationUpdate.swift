public import FoundationEssentials
public import HTTP
public import OAuth

/// What a server says of a registration that it was asked about (RFC 7592 §3).
public struct RegistrationUpdate: Sendable {
  /// Nil keeps the one there is.
  public let clientSecret: Secret?
  /// 1970 means never; nil where there is no secret, or it is not known.
  public let secretExpiresAt: Date?
  public let method: ClientAuthenticationMethod
  public let redirectURIs: [WebURL]
  /// Nil where the server offers no management any more.
  public let managementURI: WebURL?
  /// Nil keeps the one there is; a server may exchange it in each answer.
  public let managementToken: Secret?
  public let document: Secret

  public init(_ answer: ClientRegistrationResponse) {
    clientSecret = answer.clientSecret
    secretExpiresAt = answer.secretExpiresAt.map { Date(seconds: Int64($0)) }
    method = answer.method
    redirectURIs = answer.redirectURIs
    managementURI = answer.managementURI
    managementToken = answer.managementToken
    document = answer.document
  }
}
