public import HTTP

/// The authorization server of an MCP server of 2025-03-26, which has no protected resource metadata: the server's own
/// origin (MCP 2025-03-26, Authorization §2.3).
public enum LegacyAuthorizationServer {
  /// The one document to ask for; its `issuer` must be the origin.
  public static func metadataURL(of endpoint: WebURL) -> WebURL? {
    WellKnown.root("oauth-authorization-server", of: endpoint)
  }

  /// Under which name the default endpoints of this origin are known.
  ///
  /// Nobody vouches for them with an issuer, so they are told apart by the endpoints themselves (OAuth 2.1, mix-up
  /// defence). An issuer has no fragment (RFC 8414 §2): no document can name this one.
  public static func issuer(of endpoint: WebURL) -> String { endpoint.origin + "#/authorize,/token,/register" }

  /// Whether the name is one that `issuer(of:)` makes, and so has no metadata anywhere.
  public static func isIssuer(_ issuer: String) -> Bool { issuer.contains("#") }

  /// Metadata as it would say what MCP 2025-03-26, Authorization §2.3.3, has for a server without: endpoints at fixed
  /// paths of the origin. Whether PKCE is checked stays unknown.
  public static func defaults(of endpoint: WebURL) -> [UInt8] {
    // An origin has no character that JSON escapes.
    let origin = endpoint.origin
    return Array(
      """
      {"issuer":"\(issuer(of: endpoint))","authorization_endpoint":"\(origin)/authorize",\
      "token_endpoint":"\(origin)/token","registration_endpoint":"\(origin)/register",\
      "response_types_supported":["code"],"grant_types_supported":["authorization_code","refresh_token"],\
      "token_endpoint_auth_methods_supported":["none","client_secret_basic","client_secret_post"]}
      """.utf8)
  }
}
