/// What was being done when an exchange failed, and for which server by its name.
public struct ExchangeStep: Sendable, Equatable {
  /// The exchanges.
  public enum Kind: Sendable, Equatable {
    case resourceMetadata, authorizationServerMetadata, registration, authorization, codeExchange, refresh, revocation
    case pushedAuthorization, deviceAuthorization, devicePoll, clientCredentials, assertion
    /// Asking an identity provider for an assertion (RFC 8693).
    case identityExchange
    /// Reading, changing or deleting a registration (RFC 7592).
    case registrationManagement
    case userInfo, introspection, mcp
  }

  public let kind: Kind
  public let server: String

  public init(_ kind: Kind, server: String) {
    self.kind = kind
    self.server = server
  }
}
