public import HTTP

/// A URL that a server's document names and that leads nearer to this machine than the server itself is.
public struct OutOfReach: Sendable, Equatable {
  /// What named it: a member, or `Location` for a redirect.
  public let member: String
  /// The URL, or its origin where the rest may hold a secret.
  public let url: String
  /// The address as it was connected to, or as it is written in the URL.
  public let address: String
  public let scope: AddressScope

  public init(member: String, url: String, address: String, scope: AddressScope) {
    self.member = member
    self.url = url
    self.address = address
    self.scope = scope
  }
}

extension ExchangeStep.Kind {
  /// The member of a document that named the URL of this step.
  var namingMember: String {
    switch self {
    case .resourceMetadata: "resource_metadata"
    case .authorizationServerMetadata: "authorization_servers"
    case .registration: "registration_endpoint"
    case .registrationManagement: "registration_client_uri"
    case .authorization: "authorization_endpoint"
    case .codeExchange, .refresh, .devicePoll, .clientCredentials, .assertion, .identityExchange: "token_endpoint"
    case .pushedAuthorization: "pushed_authorization_request_endpoint"
    case .deviceAuthorization: "device_authorization_endpoint"
    case .revocation: "revocation_endpoint"
    case .userInfo: "userinfo_endpoint"
    case .introspection: "introspection_endpoint"
    case .mcp: "url"
    }
  }
}

extension EngineError {
  /// What an exchange without an answer means for this step.
  init(_ error: TransportError, _ step: ExchangeStep) {
    switch error.kind {
    case .cancelled: self = .cancelled
    case .outOfReach(let address, let scope):
      self = .outOfReach(
        OutOfReach(member: step.kind.namingMember, url: error.origin, address: address, scope: scope), step)
    default: self = .transport(error, step)
    }
  }
}
