import HTTP
import OAuth
import Testing

@Suite struct WellKnownTests {
  static let prm = "/.well-known/oauth-protected-resource"

  @Test(
    "resource metadata is asked for with the path inserted, then at the root",
    arguments: [
      ("https://h/public/mcp", ["https://h\(prm)/public/mcp", "https://h\(prm)"]),
      ("https://h", ["https://h\(prm)"]),
      ("https://h/", ["https://h\(prm)"]),
      // Only a slash right after the host is dropped.
      ("https://h/mcp/", ["https://h\(prm)/mcp/", "https://h\(prm)"]),
      ("https://h:8443/mcp", ["https://h:8443\(prm)/mcp", "https://h:8443\(prm)"]),
      ("https://h:443/mcp", ["https://h\(prm)/mcp", "https://h\(prm)"]),
      ("https://[2001:db8::1]:8443/mcp", ["https://[2001:db8::1]:8443\(prm)/mcp", "https://[2001:db8::1]:8443\(prm)"]),
      ("http://127.0.0.1:9000/mcp", ["http://127.0.0.1:9000\(prm)/mcp", "http://127.0.0.1:9000\(prm)"]),
      ("https://h/mcp?a=1&b=%2F", ["https://h\(prm)/mcp?a=1&b=%2F", "https://h\(prm)"]),
      ("https://h/?a=1", ["https://h\(prm)?a=1", "https://h\(prm)"]),
      ("https://h/a%2Fb/%C3%A9", ["https://h\(prm)/a%2Fb/%C3%A9", "https://h\(prm)"]),
      (
        "https://xn--bcher-kva.example/mcp",
        ["https://xn--bcher-kva.example\(prm)/mcp", "https://xn--bcher-kva.example\(prm)"]
      ),
      ("https://H.Example/MCP", ["https://h.example\(prm)/MCP", "https://h.example\(prm)"]),
    ])
  func resource(_ endpoint: String, _ expected: [String]) throws {
    let candidates = ProtectedResourceMetadata.candidates(endpoint: try Exchange.url(endpoint), challenge: nil)
    #expect(candidates.map(\.url.raw) == expected)
    #expect(candidates.map(\.source) == (expected.count == 2 ? [.path, .root] : [.path]))
  }

  @Test("a URL from the challenge is the only candidate")
  func challenge() throws {
    let named = try Exchange.url("https://other/prm")
    let candidates = ProtectedResourceMetadata.candidates(endpoint: try Exchange.url("https://h/mcp"), challenge: named)
    #expect(candidates.map(\.url.raw) == ["https://other/prm"])
    #expect(candidates.map(\.source) == [.challenge])
  }

  @Test(
    "an issuer's metadata is asked for at three places with a path, at two without",
    arguments: [
      (
        "https://as",
        ["https://as/.well-known/oauth-authorization-server", "https://as/.well-known/openid-configuration"]
      ),
      (
        "https://as/",
        ["https://as/.well-known/oauth-authorization-server", "https://as/.well-known/openid-configuration"]
      ),
      (
        "https://as/tenant1",
        [
          "https://as/.well-known/oauth-authorization-server/tenant1",
          "https://as/.well-known/openid-configuration/tenant1", "https://as/tenant1/.well-known/openid-configuration",
        ]
      ),
      (
        "https://as:8443/a/b%20c/",
        [
          "https://as:8443/.well-known/oauth-authorization-server/a/b%20c",
          "https://as:8443/.well-known/openid-configuration/a/b%20c",
          "https://as:8443/a/b%20c/.well-known/openid-configuration",
        ]
      ),
      (
        "http://[::1]:9",
        ["http://[::1]:9/.well-known/oauth-authorization-server", "http://[::1]:9/.well-known/openid-configuration"]
      ),
    ])
  func issuer(_ issuer: String, _ expected: [String]) throws {
    #expect(AuthorizationServerMetadata.candidates(issuer: try Exchange.url(issuer)).map(\.raw) == expected)
  }
}
