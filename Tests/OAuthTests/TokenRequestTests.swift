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

  @Test("a client asks in its own name for the resource and the scope")
  func clientCredentials() throws {
    let client = OAuthClient(id: "c", secret: Secret("s"), method: .clientSecretBasic)
    let request = TokenRequest.clientCredentials(
      scope: Scope("a b"), resource: "https://h/mcp", client: client, at: try Exchange.url("https://as/token"))
    #expect(request.headers["Authorization"] == "Basic Yzpz")
    #expect(
      try Exchange.fields(request) == [
        "grant_type=client_credentials", "resource=https://h/mcp", "scope=a b", "client_id=c",
      ])
    let least = TokenRequest.clientCredentials(
      scope: Scope(""), resource: nil, client: client, at: try Exchange.url("https://as/token"))
    #expect(try Exchange.fields(least) == ["grant_type=client_credentials", "client_id=c"])
  }

  @Test("an assertion is presented with the client, or as who asks itself")
  func assertion() throws {
    let endpoint = try Exchange.url("https://as/token")
    let grant = "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer"
    let named = TokenRequest.assertion(
      Secret("a.b.c"), scope: Scope("a"), resource: "https://h/mcp", client: Self.client, at: endpoint)
    #expect(
      try Exchange.fields(named) == [grant, "assertion=a.b.c", "resource=https://h/mcp", "scope=a", "client_id=c"])
    let nameless = TokenRequest.assertion(
      Secret("a.b.c"), scope: nil, resource: "https://h/mcp",
      client: OAuthClient(id: "system:job", secret: nil, method: .none, isNamed: false), at: endpoint)
    #expect(try Exchange.fields(nameless) == [grant, "assertion=a.b.c", "resource=https://h/mcp"])
    #expect(nameless.headers["Authorization"] == nil)
    #expect(nameless.headers["Accept"] == "application/json")
  }
}
