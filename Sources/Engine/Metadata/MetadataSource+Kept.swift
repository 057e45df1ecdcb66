import OAuth
import Registry

extension MetadataSource {
  /// The token endpoint the login was made at. What is cached serves at any age: a refresh needs nothing but the
  /// registry and that endpoint.
  func metadata(of grant: Grant, _ keys: DataKeys) throws(EngineError) -> AuthorizationServerMetadata {
    let cached = try stored(registry.metadata(of: grant.issuer, keys: keys))
    guard let cached else { throw .loginRequired(server: grant.serverName, account: grant.account, .never) }
    do {
      return try AuthorizationServerMetadata.parse(cached.json, from: grant.issuer, issuer: grant.issuer)
    } catch {
      throw .oauth(error, ExchangeStep(.refresh, server: grant.serverName))
    }
  }
}
