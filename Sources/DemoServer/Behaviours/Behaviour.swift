/// One way in which this server differs from its usual self, which knows every feature and goes by the letter. The list
/// is closed; docs/demo-server.md has it as a table.
///
/// Each case has a name for the command line and the management port. Groups and their order are the same in both lists
/// below.
public enum Behaviour: String, Sendable, CaseIterable {
  // Registration.
  case noRegistration = "no_registration"
  case requireInitialAccessToken = "require_initial_access_token"
  case noLoopbackLiterals = "no_loopback_literals"
  case replacedRedirectURIs = "replaced_redirect_uris"
  case foreignRedirectURIs = "foreign_redirect_uris"
  case expiringSecrets = "expiring_secrets"
  case noSecretExpiry = "no_secret_expiry"
  case noRegistrationManagement = "no_registration_management"
  case rotatingRegistrationTokens = "rotating_registration_tokens"
  case rotatingSecrets = "rotating_secrets"
  case registrationUpdatesForbidden = "registration_updates_forbidden"
  case registrationUpdatesUnsupported = "registration_updates_unsupported"

  // Client authentication.
  case assertionAudienceTokenEndpoint = "assertion_audience_token_endpoint"

  // Ways to authorize.
  case requirePushedRequests = "require_pushed_requests"
  case noPushedRequests = "no_pushed_requests"
  case noDeviceGrant = "no_device_grant"
  case deviceSlowDownAtOnce = "device_slow_down_at_once"
  case deviceSlowDownNever = "device_slow_down_never"
  case noClientCredentials = "no_client_credentials"

  // The MCP server.
  case furtherScopesForever = "further_scopes_forever"

  /// Why it exists, or what it does.
  public var reason: String {
    switch self {
    case .noRegistration: "there is no registration endpoint: the client needs an identity from elsewhere"
    case .requireInitialAccessToken: "registration needs an initial access token (RFC 7591 §3)"
    case .noLoopbackLiterals: "registration refuses redirect URIs with a loopback IP address; localhost is fine"
    case .replacedRedirectURIs: "registration answers with other redirect URIs: same host and port, another path"
    case .foreignRedirectURIs: "registration answers with one redirect URI that is not on this machine"
    case .expiringSecrets: "a client secret is good for an hour (client_secret_expires_at)"
    case .noSecretExpiry: "a client secret comes without client_secret_expires_at, which RFC 7591 §3.2.1 requires"
    case .noRegistrationManagement:
      "registrations cannot be read, updated or deleted: the answer has nothing of RFC 7592"
    case .rotatingRegistrationTokens:
      "each answer about a registration brings another registration access token (RFC 7592 §3)"
    case .rotatingSecrets: "each update of a registration brings another client secret (RFC 7592 §2.2)"
    case .registrationUpdatesForbidden: "a registration can be read, but PUT and DELETE are answered 403"
    case .registrationUpdatesUnsupported: "a registration can be read, but PUT and DELETE are answered 405"

    case .assertionAudienceTokenEndpoint:
      "a client assertion must be addressed to the token endpoint, not to the issuer (older readings of RFC 7523 §3)"

    case .requirePushedRequests: "an authorization request has to be pushed first (RFC 9126 §4)"
    case .noPushedRequests: "there is no endpoint for pushed authorization requests"
    case .noDeviceGrant: "there is no device grant"
    case .deviceSlowDownAtOnce: "the first poll of a device is told to slow down, however late it comes"
    case .deviceSlowDownNever: "a device that polls too early is never told to slow down"
    case .noClientCredentials: "there is no client credentials grant"

    case .furtherScopesForever: "a tool that needs a scope asks for a further one each time it gets what it asked for"
    }
  }
}
