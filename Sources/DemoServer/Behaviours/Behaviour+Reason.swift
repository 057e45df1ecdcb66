extension Behaviour {
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

    case .clientIDMetadataDocuments:
      "a client id may be the URL of a document about the client (client_id_metadata_document_supported)"
    case .clientDocumentsRefused: "every client document is refused, whatever the metadata says"
    case .exactLoopbackPorts: "a client document has to name the ports of its loopback redirects"

    case .assertionAudienceTokenEndpoint:
      "a client assertion must be addressed to the token endpoint, not to the issuer (older readings of RFC 7523 §3)"

    case .requirePushedRequests: "an authorization request has to be pushed first (RFC 9126 §4)"
    case .noPushedRequests: "there is no endpoint for pushed authorization requests"
    case .noDeviceGrant: "there is no device grant"
    case .deviceSlowDownAtOnce: "the first poll of a device is told to slow down, however late it comes"
    case .deviceSlowDownNever: "a device that polls too early is never told to slow down"
    case .noClientCredentials: "there is no client credentials grant"

    case .noOpenID: "there is nothing of OpenID Connect: no scope openid, no ID token, no userinfo"
    case .noIDToken: "openid is granted, and the token answer has no ID token"
    case .idTokenForeignIssuer: "the ID token names another issuer"
    case .idTokenForeignAudience: "the ID token is for another client"
    case .idTokenExpired: "the ID token has expired when it comes"
    case .idTokenWrongNonce: "the ID token repeats another nonce"
    case .idTokenForeignKey: "the ID token is signed with a key that is not in the key set"
    case .idTokenRS256: "the ID token is signed with RS256 instead of ES256"
    case .noUserInfo: "there is no userinfo endpoint"
    case .userInfoOtherSubject:
      "userinfo names another subject than the ID token (OpenID Connect Core §5.3.2 forbids using it)"
    case .noIntrospection: "there is no introspection endpoint"
    case .introspectionNeedsSecret: "introspection is refused to clients without a secret or key"

    case .furtherScopesForever: "a tool that needs a scope asks for a further one each time it gets what it asked for"
    }
  }
}
