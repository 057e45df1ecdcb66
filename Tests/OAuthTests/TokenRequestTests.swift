import HTTP
import OAuth
import Testing

@Suite struct TokenRequestTests {
  static let client = OAuthClient(id: "c", secret: nil, method: .none)

  @Test("a code is spent with its verifier, its redirect URI and the resource")
  func code() throws {
    let request = TokenRequest.code(
      Secret("a+b&c"), verifier: Secret("ver"), redirectURI: try Exchange.url("http://127.0.0.1:1/cb"),
      resource: "https://h/mcp", client: Self.client, at: try Exchange.url("https://as/token?t=1"))
    #expect(request.method == .post)
    #expect(request.url.raw == "https://as/token?t=1")
    #expect(request.headers["Content-Type"] == "application/x-www-form-urlencoded")
    #expect(request.headers["Accept"] == "application/json")
    #expect(
      try Exchange.fields(request) == [
        "grant_type=authorization_code", "code=a+b&c", "code_verifier=ver", "redirect_uri=http://127.0.0.1:1/cb",
        "resource=https://h/mcp", "client_id=c",
      ])
  }

  @Test("a refresh asks for the same resource and no scope, which means the scope as granted")
  func refresh() throws {
    let request = TokenRequest.refresh(
      Secret("r t"), resource: "https://h/mcp", client: Self.client, at: try Exchange.url("https://as/token"))
    #expect(
      try Exchange.fields(request) == [
        "grant_type=refresh_token", "refresh_token=r t", "resource=https://h/mcp", "client_id=c",
      ])
  }

  @Test("where the resource is turned off it is in no request")
  func noResource() throws {
    let endpoint = try Exchange.url("https://as/token")
    let refresh = TokenRequest.refresh(Secret("r"), resource: nil, client: Self.client, at: endpoint)
    let code = TokenRequest.code(
      Secret("k"), verifier: Secret("v"), redirectURI: endpoint, resource: nil, client: Self.client, at: endpoint)
    for request in [refresh, code] {
      #expect(try !Exchange.fields(request).contains { $0.hasPrefix("resource=") })
    }
  }
}
