import HTTP
import OAuth
import Testing

@Suite struct LegacyAuthorizationServerTests {
  @Test(
    "a server of 2025-03-26 has its metadata at its origin, whatever its path",
    arguments: [
      ("https://h/v1/mcp?x=1", "https://h"), ("https://H:8443/mcp", "https://h:8443"),
      ("http://[::1]:9/", "http://[::1]:9"),
    ])
  func places(_ endpoint: String, _ origin: String) throws {
    let url = try #require(LegacyAuthorizationServer.metadataURL(of: try Exchange.url(endpoint)))
    #expect(url.raw == "\(origin)/.well-known/oauth-authorization-server")
  }

  @Test("without metadata the endpoints are at fixed paths of the origin, under a name that no document can have")
  func defaults() throws {
    let endpoint = try Exchange.url("https://h:8443/v1/mcp")
    let issuer = LegacyAuthorizationServer.issuer(of: endpoint)
    let metadata = try AuthorizationServerMetadata.parse(
      LegacyAuthorizationServer.defaults(of: endpoint), from: issuer, issuer: issuer)
    #expect(metadata.authorizationEndpoint?.raw == "https://h:8443/authorize")
    #expect(metadata.tokenEndpoint.raw == "https://h:8443/token")
    #expect(metadata.registrationEndpoint?.raw == "https://h:8443/register")
    #expect(metadata.revocationEndpoint == nil)
    #expect(throws: OAuthError.unsupported(.pkceUnstated(needsClient: false))) {
      try metadata.requireAuthorizationCode()
    }
    #expect(WebURL(issuer) == nil)
    #expect(LegacyAuthorizationServer.isIssuer(issuer))
    #expect(!LegacyAuthorizationServer.isIssuer("https://h:8443"))
    #expect(!Issuer.matches(issuer, "https://h:8443"))
  }
}
