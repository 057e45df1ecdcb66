/// One way in which this server differs from its usual self, which knows every feature and goes by the letter. The list
/// is closed; docs/demo-server.md has it as a table.
///
/// Each case has a name for the command line and the management port. Groups and their order are the same here and in the
/// list of reasons.
public enum Behaviour: String, Sendable, CaseIterable {
  // Both metadata documents.
  case documentsNotStored = "documents_not_stored"
  case documentsShortLived = "documents_short_lived"
  case documentsRedirected = "documents_redirected"
  case documentsRedirectedAway = "documents_redirected_away"
  case documentsRedirectedForever = "documents_redirected_forever"

  // The resource's metadata.
  case resourceMetadataOnlyAtPath = "resource_metadata_only_at_path"
  case resourceMetadataOnlyAtRoot = "resource_metadata_only_at_root"
  case resourceMetadataOnlyInChallenge = "resource_metadata_only_in_challenge"
  case noResourceMetadata = "no_resource_metadata"
  case resourceIsOrigin = "resource_is_origin"
  case resourceIsSibling = "resource_is_sibling"
  case resourceIsElsewhere = "resource_is_elsewhere"
  case severalAuthorizationServers = "several_authorization_servers"
  case unusableAuthorizationServerFirst = "unusable_authorization_server_first"
  case noAuthorizationServers = "no_authorization_servers"
  case movedIssuer = "moved_issuer"
  case resourceIssuerSlash = "resource_issuer_slash"
  case bearerInQueryOnly = "bearer_in_query_only"
  case certificateBoundTokens = "certificate_bound_tokens"

  // The authorization server's metadata.
  case metadataOpenIDInserted = "metadata_openid_inserted"
  case metadataOpenIDAppended = "metadata_openid_appended"
  case metadataOnlyAtRoot = "metadata_only_at_root"
  case noMetadata = "no_metadata"
  case defaultEndpoints = "default_endpoints"
  case rootIssuer = "root_issuer"
  case metadataIssuerSlash = "metadata_issuer_slash"
  case noPKCEMetadata = "no_pkce_metadata"
  case plainPKCEOnly = "plain_pkce_only"
  case noAuthenticationMethodsMetadata = "no_authentication_methods_metadata"
  case authorizationEndpointScript = "authorization_endpoint_script"
  case authorizationEndpointFile = "authorization_endpoint_file"
  case authorizationEndpointOption = "authorization_endpoint_option"
  case authorizationEndpointShell = "authorization_endpoint_shell"
  case tokenEndpointPlainHTTP = "token_endpoint_plain_http"

  // The challenge.
  case noChallenge = "no_challenge"
  case challengeWithoutScope = "challenge_without_scope"
  case challengeWithError = "challenge_with_error"
  case challengeAmongOthers = "challenge_among_others"
  case challengeTight = "challenge_tight"
  case challengeOddQuoting = "challenge_odd_quoting"
  case challengeRepeatedScope = "challenge_repeated_scope"
  case challengeRelativeMetadata = "challenge_relative_metadata"
  case challengeHostileMetadata = "challenge_hostile_metadata"
  case challengeFileMetadata = "challenge_file_metadata"

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

  case registrationWith200 = "registration_with_200"
  case secretForPublicClients = "secret_for_public_clients"
  case basicRegisteredForPost = "basic_registered_for_post"
  case codeNotRegistered = "code_not_registered"
  case refreshNotRegistered = "refresh_not_registered"

  // Client ID metadata documents.
  case clientIDMetadataDocuments = "client_id_metadata_documents"
  case clientDocumentsRefused = "client_documents_refused"
  case exactLoopbackPorts = "exact_loopback_ports"

  // The authorization response.
  case issMissing = "iss_missing"
  case issMissingOnErrors = "iss_missing_on_errors"
  case issWrong = "iss_wrong"
  case issNotAdvertised = "iss_not_advertised"
  case issAbsent = "iss_absent"
  case stateMissing = "state_missing"
  case stateWrong = "state_wrong"
  case callbackRepeatsCode = "callback_repeats_code"

  // Client authentication.
  case assertionAudienceTokenEndpoint = "assertion_audience_token_endpoint"
  case noneNotListed = "none_not_listed"
  case publicClientsRefused = "public_clients_refused"
  case publicClientsUnauthorized = "public_clients_unauthorized"
  case clientIDRequiredInBody = "client_id_required_in_body"
  case basicNotDecoded = "basic_not_decoded"

  // The token endpoint.
  case invalidGrantWith401 = "invalid_grant_with_401"
  case invalidCode = "invalid_code"
  case emptyRefusals = "empty_refusals"
  case refusalsWith200 = "refusals_with_200"
  case noRefreshTokens = "no_refresh_tokens"
  case noRotation = "no_rotation"
  case rotationRevokesAccessTokens = "rotation_revokes_access_tokens"
  case rotationGrace = "rotation_grace"
  case reuseKeepsFamily = "reuse_keeps_family"
  case refreshWantsScope = "refresh_wants_scope"
  case refreshNarrowsScope = "refresh_narrows_scope"
  case earlyRefreshRefused = "early_refresh_refused"
  case rapidRefreshFails = "rapid_refresh_fails"
  case codeReplaySparesTokens = "code_replay_spares_tokens"
  case noExpiresIn = "no_expires_in"
  case expiresInText = "expires_in_text"
  case scopeUnsaid = "scope_unsaid"
  case scopesSubstituted = "scopes_substituted"
  case offlineAccessUnknown = "offline_access_unknown"
  case refreshNeedsOfflineAccess = "refresh_needs_offline_access"
  case resourceIgnored = "resource_ignored"
  case resourceRefused = "resource_refused"

  // Revocation.
  case noRevocation = "no_revocation"
  case revocationNeedsSecretField = "revocation_needs_secret_field"
  case revocationBasicOnly = "revocation_basic_only"
  case revokedTokensAccepted = "revoked_tokens_accepted"

  // Tokens that are bound to a key.
  case dpop
  case dpopRequired = "dpop_required"
  case dpopNonces = "dpop_nonces"
  case dpopRotatingNonces = "dpop_rotating_nonces"
  case dpopIgnored = "dpop_ignored"

  // Ways to authorize.
  case requirePushedRequests = "require_pushed_requests"
  case noPushedRequests = "no_pushed_requests"
  case noDeviceGrant = "no_device_grant"
  case deviceGrantWithoutEndpoint = "device_grant_without_endpoint"
  case deviceSlowDownAtOnce = "device_slow_down_at_once"
  case deviceSlowDownNever = "device_slow_down_never"
  case deviceIntervalUnsaid = "device_interval_unsaid"
  case noVerificationURIComplete = "no_verification_uri_complete"
  case verificationURIScript = "verification_uri_script"
  case noClientCredentials = "no_client_credentials"
  case noJWTBearer = "no_jwt_bearer"
  case identityAssertionsRefused = "identity_assertions_refused"
  case identityAssertionForeignAudience = "identity_assertion_foreign_audience"
  case exchangeRefused = "exchange_refused"
  case exchangeGivesAccessToken = "exchange_gives_access_token"

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
  case openInitialize = "open_initialize"
  case openToolsList = "open_tools_list"
  case furtherScopesForever = "further_scopes_forever"
  case insufficientScopeUnsaid = "insufficient_scope_unsaid"
  case forbiddenWithoutReason = "forbidden_without_reason"
  case insufficientScopeForExpired = "insufficient_scope_for_expired"
  case endpointRedirected = "endpoint_redirected"
  case stickySessions = "sticky_sessions"
  case eventsUnended = "events_unended"
  case visitsDemanded = "visits_demanded"
}
