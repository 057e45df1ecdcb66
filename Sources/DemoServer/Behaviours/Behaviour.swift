/// One way in which this server differs from its usual self, which knows every feature and goes by the letter. The list
/// is closed; docs/demo-server.md has it as a table.
///
/// Each case has a name for the command line and the management port. Groups and their order are the same here and in the
/// list of reasons.
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

  // Client ID metadata documents.
  case clientIDMetadataDocuments = "client_id_metadata_documents"
  case clientDocumentsRefused = "client_documents_refused"
  case exactLoopbackPorts = "exact_loopback_ports"

  // Client authentication.
  case assertionAudienceTokenEndpoint = "assertion_audience_token_endpoint"

  // Ways to authorize.
  case requirePushedRequests = "require_pushed_requests"
  case noPushedRequests = "no_pushed_requests"
  case noDeviceGrant = "no_device_grant"
  case deviceSlowDownAtOnce = "device_slow_down_at_once"
  case deviceSlowDownNever = "device_slow_down_never"
  case noClientCredentials = "no_client_credentials"

  // Who has logged in.
  case noOpenID = "no_openid"
  case noIDToken = "no_id_token"
  case idTokenForeignIssuer = "id_token_foreign_issuer"
  case idTokenForeignAudience = "id_token_foreign_audience"
  case idTokenExpired = "id_token_expired"
  case idTokenWrongNonce = "id_token_wrong_nonce"
  case idTokenForeignKey = "id_token_foreign_key"
  case idTokenRS256 = "id_token_rs256"
  case noUserInfo = "no_userinfo"
  case userInfoOtherSubject = "userinfo_other_subject"
  case noIntrospection = "no_introspection"
  case introspectionNeedsSecret = "introspection_needs_secret"

  // The MCP server.
  case furtherScopesForever = "further_scopes_forever"
}
