import FoundationEssentials
import HTTP
import OAuth
import Registry

/// Where a server's tokens come from, as its own documents say.
struct DiscoveredAuthorization {
  /// As the authorization server spells it; registrations and metadata are kept under this string.
  let issuer: String
  let metadata: AuthorizationServerMetadata
  /// Until when the metadata may be used without asking again; nil where it is what the registry keeps already.
  var metadataFreshUntil: Date?
  /// RFC 9728 `resource`, verbatim.
  let resource: String
  let resourceScopes: Scope?
  let challengeScope: Scope?
  /// Whether a server that does not list its PKCE methods will do: the person vouches for it, or it has no document to
  /// list them in.
  var allowsMissingPKCE = false

  /// Whether the server takes only tokens that are bound to a key (RFC 9728 §2, RFC 9449 §7.1).
  var demandsBoundTokens = false
  /// What the person has vouched for, with what was found at it; nil where the documents agree.
  var trusted: TrustedIssuer?
  /// The algorithms of proofs that the server takes; nil where it does not say.
  var resourceProofs: [String]?

  /// Where a person authorizes. Throws `unsupported` where the code flow cannot be used.
  func authorizationEndpoint() throws(OAuthError) -> WebURL {
    try metadata.requireAuthorizationCode(allowingMissingPKCE: allowsMissingPKCE)
  }
}
