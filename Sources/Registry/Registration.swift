public import FoundationEssentials
public import HTTP
public import OAuth

/// A client identity at one issuer.
public struct Registration: Sendable, Equatable {
  public let id: Int64
  public let issuer: String
  public let kind: Kind
  public let clientID: String
  public let method: ClientAuthenticationMethod
  /// Exactly as registered.
  public let redirectURIs: [WebURL]
  /// Nil where there is no secret, or its end is unknown; never expiring is nil too.
  public let secretExpiresAt: Date?
  public let createdAt: Date
  let sealedSecret: [UInt8]?
  let sealedPrivateKey: [UInt8]?

  /// Whether a secret is kept with it.
  public var hasSecret: Bool { sealedSecret != nil }
  /// Whether a private key is.
  public var hasPrivateKey: Bool { sealedPrivateKey != nil }

  /// How the identity came to be.
  public enum Kind: String, Sendable {
    case preRegistered = "pre-registered"
    case clientIDMetadata = "client-id-metadata"
    case dynamic
  }

  /// Whether two descriptions mean the same rows.
  public static func == (one: Registration, other: Registration) -> Bool { one.id == other.id }
}
