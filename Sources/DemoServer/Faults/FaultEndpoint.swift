/// Where a fault happens.
public enum FaultEndpoint: String, Sendable, CaseIterable {
  /// RFC 8414 metadata.
  case metadata
  /// RFC 9728 metadata.
  case resourceMetadata = "resource_metadata"
  /// Dynamic client registration.
  case registration
  /// Reading, updating and deleting a registration.
  case clientConfiguration = "client_configuration"
  /// The client documents that this server hosts.
  case clientDocument = "client_document"
  /// The authorization endpoint, without the consent page's answer.
  case authorization
  /// Pushed authorization requests.
  case pushedAuthorization = "pushed_authorization"
  /// Device authorization requests.
  case deviceAuthorization = "device_authorization"
  /// The token endpoint, whatever the grant type.
  case token
  /// The token endpoint, for authorization codes only.
  case codeExchange = "code_exchange"
  /// The token endpoint, for refresh tokens only.
  case refresh
  /// Revocation.
  case revocation
  /// Token introspection.
  case introspection
  /// The claims about a person.
  case userInfo = "userinfo"
  /// The key set.
  case keys
  /// Every MCP endpoint.
  case mcp

  /// Whether a request goes there.
  func matches(_ call: Call) -> Bool {
    switch (self, call.route) {
    case (.metadata, .authorizationServerMetadata), (.resourceMetadata, .protectedResourceMetadata),
      (.registration, .registration), (.authorization, .authorization), (.token, .token), (.revocation, .revocation),
      (.clientConfiguration, .clientConfiguration), (.clientDocument, .clientDocument),
      (.pushedAuthorization, .pushedAuthorization), (.deviceAuthorization, .deviceAuthorization),
      (.introspection, .introspection),
      (.userInfo, .userInfo), (.keys, .keys), (.mcp, .mcp):
      true
    case (.codeExchange, .token): FormFields.parse(call.request.body)?["grant_type"] == "authorization_code"
    case (.refresh, .token): FormFields.parse(call.request.body)?["grant_type"] == "refresh_token"
    default: false
    }
  }
}
