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
  /// When the present secret was given; nil where that was with the registration.
  public let secretObtainedAt: Date?
  public let state: State
  /// Whether it belongs to one server alone.
  public let isIsolated: Bool
  /// That server, while it is there.
  public let isolatedFor: Int64?
  /// Whether requests name it; else the subject of an assertion is who asks (RFC 7521 §4.1), and its id is that subject.
  public let isNamed: Bool
  let sealedSecret: [UInt8]?
  let sealedPrivateKey: [UInt8]?
  let sealedManagementToken: [UInt8]?
  let sealedDocument: [UInt8]?

  /// Whether a secret is kept with it.
  public var hasSecret: Bool { sealedSecret != nil }
  /// Whether a private key is.
  public var hasPrivateKey: Bool { sealedPrivateKey != nil }
  /// Whether the server lets it be read, changed and deleted (RFC 7592).
  public var isManaged: Bool { sealedManagementToken != nil && sealedDocument != nil }

  /// Whether logins are made with it.
  public enum State: String, Sendable {
    case active
    /// Kept for the logins that were made with it.
    case retired
  }

  /// How the identity came to be.
  public enum Kind: String, Sendable {
    case preRegistered = "pre-registered"
    case clientIDMetadata = "client-id-metadata"
    case dynamic
  }

  /// Whether two descriptions mean the same rows.
  public static func == (one: Registration, other: Registration) -> Bool { one.id == other.id }
}
