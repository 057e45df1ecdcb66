import OAuth

/// Where a server's tokens come from, as its own documents say.
struct DiscoveredAuthorization {
  /// As the protected resource spells it; registrations and metadata are kept under this string.
  let issuer: String
  let metadata: AuthorizationServerMetadata
  /// RFC 9728 `resource`, verbatim.
  let resource: String
  let resourceScopes: Scope?
  let challengeScope: Scope?
}
