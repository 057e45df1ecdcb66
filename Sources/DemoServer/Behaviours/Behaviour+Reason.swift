extension Behaviour {
  /// Why it exists, or what it does.
  public var reason: String {
    switch self {
    case .documentsNotStored: "the metadata documents must not be kept (no-store)"
    case .documentsShortLived: "the metadata documents may be kept for a minute (max-age)"
    case .documentsRedirected: "the metadata documents are redirected to, on this server"
    case .documentsRedirectedAway: "the metadata documents are redirected to a link-local address"
    case .documentsRedirectedForever: "the metadata documents are redirected to themselves"

    case .resourceMetadataOnlyAtPath: "the resource metadata is at the well-known place, and no challenge says so"
    case .resourceMetadataOnlyAtRoot:
      "the resource metadata is only at the origin's well-known place, about the origin; no challenge says so"
    case .resourceMetadataOnlyInChallenge:
      "the resource metadata is at no well-known place: only the challenge leads there"
    case .noResourceMetadata: "there is no resource metadata, as in MCP 2025-03-26"
    case .resourceIsOrigin: "the resource metadata calls the resource by its origin alone, and tokens for that are good"
    case .resourceIsSibling: "the resource metadata names a resource whose URL starts like this one's and is another"
    case .resourceIsElsewhere: "the resource metadata names a resource on another host (RFC 9728 §3.3 forbids using it)"
    case .severalAuthorizationServers:
      "the MCP endpoints trust two authorization servers, and name the usual one second"
    case .unusableAuthorizationServerFirst:
      "the resource metadata names an authorization server without metadata before the usual one"
    case .noAuthorizationServers: "the resource metadata names no authorization server, which MCP requires"
    case .movedIssuer: "the MCP endpoints trust another authorization server than before, and no longer the usual one"
    case .resourceIssuerSlash:
      "the resource metadata writes the issuer with a slash at the end, the authorization server without"
    case .bearerInQueryOnly: "the resource metadata wants tokens in the query, where MCP forbids them"
    case .certificateBoundTokens: "the resource metadata wants tokens that are bound to a TLS certificate"

    case .metadataOpenIDInserted:
      "the server's metadata is only at the OpenID Connect place with the well-known part before the issuer's path"
    case .metadataOpenIDAppended:
      "the server's metadata is only at the OpenID Connect place with the well-known part after the issuer's path"
    case .metadataOnlyAtRoot:
      "the server's metadata is only at the origin's well-known place, where an issuer with a path has none"
    case .noMetadata: "the server has no metadata"
    case .defaultEndpoints: "/authorize, /token and /register at the origin work too (MCP 2025-03-26, without metadata)"
    case .rootIssuer: "the issuer is the origin, without a path; the endpoints stay where they are"
    case .metadataIssuerSlash:
      "the server's metadata writes the issuer with a slash at the end, the resource metadata without"
    case .noPKCEMetadata: "the server's metadata says nothing of PKCE, which is demanded all the same"
    case .plainPKCEOnly: "the server's metadata lists the PKCE method plain only"
    case .noAuthenticationMethodsMetadata:
      "the server's metadata does not say how clients authenticate, which means client_secret_basic (RFC 8414 §2)"
    case .authorizationEndpointScript: "the authorization endpoint is a javascript: URL"
    case .authorizationEndpointFile: "the authorization endpoint is a file: URL"
    case .authorizationEndpointOption: "the authorization endpoint is --help"
    case .authorizationEndpointShell: "the authorization endpoint has a query that a shell would run"
    case .tokenEndpointPlainHTTP: "the token endpoint is on another host, without TLS"

    case .noChallenge: "a 401 or 403 comes without WWW-Authenticate"
    case .challengeWithoutScope: "a challenge of a request without a good token names no scope"
    case .challengeWithError: "the challenge of a request without a token has an error all the same"
    case .challengeAmongOthers: "the Bearer challenge stands between those of other schemes, in two header lines"
    case .challengeTight: "there is no space after the commas of a challenge"
    case .challengeOddQuoting:
      "a challenge has names in odd case, commas and escapes in quoted values, and a value without quotes"
    case .challengeRepeatedScope: "scope stands in the challenge twice, which RFC 6750 §3 forbids"
    case .challengeRelativeMetadata: "resource_metadata is a relative reference"
    case .challengeHostileMetadata: "resource_metadata leads to a link-local address, where clouds keep their secrets"
    case .challengeFileMetadata: "resource_metadata leads to a file"

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

    case .registrationWith200: "registration is answered 200 instead of 201"
    case .secretForPublicClients: "a client that registers with the method none is given a secret all the same"
    case .codeNotRegistered: "a client is registered without the authorization code, and the answer says so"
    case .refreshNotRegistered: "a client is registered without refresh tokens, and the answer says so"
    case .basicRegisteredForPost: "a client that asks for client_secret_post is registered with client_secret_basic"

    case .clientIDMetadataDocuments:
      "a client id may be the URL of a document about the client (client_id_metadata_document_supported)"
    case .clientDocumentsRefused: "every client document is refused, whatever the metadata says"
    case .exactLoopbackPorts: "a client document has to name the ports of its loopback redirects"

    case .issMissing: "the authorization response has no iss, though the metadata promises it"
    case .issMissingOnErrors: "an authorization response with an error has no iss, though the metadata promises it"
    case .issWrong: "the authorization response names another issuer"
    case .issNotAdvertised: "the authorization response has iss, and the metadata does not say so"
    case .issAbsent: "there is no iss, and none is promised"
    case .stateMissing: "the authorization response has no state"
    case .stateWrong: "the authorization response has another state than the request"
    case .callbackRepeatsCode: "the authorization response has two codes"

    case .assertionAudienceTokenEndpoint:
      "a client assertion must be addressed to the token endpoint, not to the issuer (older readings of RFC 7523 §3)"
    case .noneNotListed:
      "the metadata lists methods with a secret or key only, and clients without one get in all the same"
    case .publicClientsRefused: "a client without a secret can register, and is refused at the token endpoint: 401"
    case .publicClientsUnauthorized: "the same with 403 and unauthorized_client"
    case .clientIDRequiredInBody: "client_id has to be in the body even where the Authorization header has it"
    case .basicNotDecoded: "id and secret in the Authorization header are taken as they come, not decoded first"

    case .invalidGrantWith401: "invalid_grant comes with 401 instead of 400"
    case .invalidCode: "a bad code is refused with invalid_code, which no RFC knows"
    case .emptyRefusals: "the token endpoint refuses with 400 and an empty body"
    case .refusalsWith200: "the token endpoint refuses with 200 and the error in the body"
    case .noRefreshTokens: "there are no refresh tokens, whatever the client registered for"
    case .noRotation: "a refresh brings no new refresh token: the old one stays good"
    case .rotationRevokesAccessTokens: "a refresh ends the grant's other access tokens"
    case .rotationGrace: "a refresh token that was replaced is good for 30 seconds more"
    case .refreshWantsScope: "a refresh that does not say the scope is refused with `invalid_request`"
    case .refreshNarrowsScope: "a refresh without the scope brings a token with the first granted scope alone"
    case .reuseKeepsFamily: "a refresh token that was replaced is refused, and its family lives on"
    case .earlyRefreshRefused: "a refresh is refused while more than a tenth of the access token's life is left"
    case .rapidRefreshFails: "a second refresh of a grant within one second is answered 500"
    case .codeReplaySparesTokens: "a code that comes back is refused, and the tokens it led to stay good"
    case .noExpiresIn: "a token answer has no expires_in"
    case .expiresInText: "expires_in is a string"
    case .scopeUnsaid: "a token answer has no scope, which means: as requested (RFC 6749 §5.1)"
    case .scopesSubstituted: "tools:read and notes:write are granted, whatever was asked for"
    case .offlineAccessUnknown: "the scope offline_access is neither listed nor known"
    case .refreshNeedsOfflineAccess: "there is no refresh token without the scope offline_access"
    case .resourceIgnored: "resource may be anything or missing: tokens are good at every MCP endpoint"
    case .resourceRefused: "a request with resource is refused (invalid_target); tokens are good at every MCP endpoint"

    case .noRevocation: "there is no revocation endpoint"
    case .revocationNeedsSecretField:
      "revocation demands a client_secret field even of a client that has none; empty is fine"
    case .revocationBasicOnly: "revocation takes client_secret_basic only, whatever was registered"
    case .revokedTokensAccepted: "the MCP endpoints take a revoked access token until it expires"

    case .dpop: "a token is bound to the key of the proof beside its request (DPoP, RFC 9449)"
    case .dpopRequired: "tokens have to be bound to a key (dpop_bound_access_tokens_required)"
    case .dpopNonces: "a proof has to repeat the server's nonce; token endpoint and MCP endpoints have one each"
    case .dpopRotatingNonces: "such a nonce is good for one request; the answer brings the next"
    case .dpopIgnored: "the metadata lists DPoP, proofs are ignored, and tokens are of type Bearer"

    case .requirePushedRequests: "an authorization request has to be pushed first (RFC 9126 §4)"
    case .noPushedRequests: "there is no endpoint for pushed authorization requests"
    case .noDeviceGrant: "there is no device grant"
    case .deviceGrantWithoutEndpoint: "the metadata lists the device grant and has no endpoint for it"
    case .deviceSlowDownAtOnce: "the first poll of a device is told to slow down, however late it comes"
    case .deviceSlowDownNever: "a device that polls too early is never told to slow down"
    case .deviceIntervalUnsaid: "the answer to a device has no interval, which means five seconds (RFC 8628 §3.2)"
    case .noVerificationURIComplete: "the answer to a device has no verification_uri_complete"
    case .verificationURIScript: "the page for a device's code is a javascript: URL"
    case .noClientCredentials: "there is no client credentials grant"
    case .noJWTBearer: "there is no grant for assertions (RFC 7523)"
    case .identityAssertionsRefused: "the authorization servers refuse what the identity provider says about anybody"
    case .identityAssertionForeignAudience: "the identity provider's assertion is for another authorization server"
    case .exchangeRefused: "the identity provider gives no assertion for any authorization server"
    case .exchangeGivesAccessToken: "the identity provider gives an access token where an assertion was asked for"

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

    case .openInitialize: "opening a session and asking for versions need no token"
    case .openToolsList: "only calls need a token: the tools can be listed without"
    case .furtherScopesForever: "a tool that needs a scope asks for a further one each time it gets what it asked for"
    case .insufficientScopeUnsaid: "the challenge for more scope does not say which"
    case .forbiddenWithoutReason: "whoever has a good token is answered 403, without a challenge"
    case .insufficientScopeForExpired: "a token that is over is answered as one without the scope"
    case .endpointRedirected: "an MCP endpoint answers 307 to its own path with a slash, where it lives"
    case .stickySessions: "a session is found by its cookie alone, as behind a load balancer"
    case .eventsUnended: "the blank line behind an event is left out"
    case .visitsDemanded: "a call is refused until a page is visited (URL mode elicitation)"
    }
  }
}
