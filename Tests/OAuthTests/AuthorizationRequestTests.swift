import HTTP
import OAuth
import Testing

@Suite struct AuthorizationRequestTests {
  static func url(
    at endpoint: String = "https://as/authorize", scope: String? = nil, resource: String? = "https://h/mcp"
  ) throws -> WebURL {
    let request = AuthorizationRequest(
      clientID: "an id&x", redirectURI: try Exchange.url("http://127.0.0.1:8123/callback/ab"),
      scope: scope.flatMap { Scope($0) }, state: Secret("st"), challenge: "ch", resource: resource)
    return try request.url(at: Exchange.url(endpoint))
  }

  static func fields(_ url: WebURL) throws -> [String] {
    let query = try #require(url.query)
    return try #require(FormURLEncoding.decode(query)).map { "\($0.name)=\($0.value)" }
  }

  static let always = [
    "response_type=code", "client_id=an id&x", "redirect_uri=http://127.0.0.1:8123/callback/ab", "code_challenge=ch",
    "code_challenge_method=S256", "state=st",
  ]

  @Test("the question carries the parameters of RFC 6749, RFC 7636 and RFC 8707")
  func parameters() throws {
    let url = try Self.url(scope: "a b")
    #expect(url.raw.hasPrefix("https://as/authorize?response_type=code&"))
    #expect(try Self.fields(url) == Self.always + ["resource=https://h/mcp", "scope=a b"])
  }

  @Test("a code is bound to the key, where there is one, and what the person adds comes last")
  func bindings() throws {
    let request = AuthorizationRequest(
      clientID: "an id&x", redirectURI: try Exchange.url("http://127.0.0.1:8123/callback/ab"), scope: nil,
      state: Secret("st"), challenge: "ch", resource: nil, dpopThumbprint: "NzbLs",
      extra: [AuthorizeParameter("access_type=offline"), AuthorizeParameter("prompt=a b")].compactMap(\.self))
    let url = try request.url(at: Exchange.url("https://as/authorize"))
    #expect(try Self.fields(url) == Self.always + ["dpop_jkt=NzbLs", "access_type=offline", "prompt=a b"])
  }

  @Test(
    "what the protocol sets, what has no name and what no header could hold is not a person's parameter",
    arguments: [
      "client_id=x", "resource=x", "state=", "request=x", "dpop_jkt=x", "=x", "x", "", "a\u{0}=b", "a=\u{1B}",
    ])
  func reserved(_ text: String) { #expect(AuthorizeParameter(text) == nil) }

  @Test("without a scope or a resource there is no such parameter", arguments: [nil, ""])
  func fewest(_ scope: String?) throws {
    #expect(try Self.fields(Self.url(scope: scope, resource: nil)) == Self.always)
  }

  @Test(
    "the query the endpoint has stays as it is",
    arguments: [
      ("https://as/authorize?tenant=a%2fb", "https://as/authorize?tenant=a%2fb&response_type=code"),
      ("https://as/authorize?", "https://as/authorize?&response_type=code"),
      ("https://as", "https://as?response_type=code"),
    ])
  func query(_ endpoint: String, _ beginning: String) throws {
    #expect(try Self.url(at: endpoint).raw.hasPrefix(beginning))
  }

  @Test(
    "offline_access comes with a consent prompt, nothing else does",
    arguments: [("a offline_access", true), ("offline_access", true), ("a", false), ("offline_accessx", false)])
  func prompt(_ scope: String, _ expected: Bool) throws {
    #expect(try Self.fields(Self.url(scope: scope)).contains("prompt=consent") == expected)
  }

  @Test("the resource is sent verbatim", arguments: ["https://h", "https://H:443/a%2Fb?c=d+e", "https://h/mcp/"])
  func resource(_ resource: String) throws {
    #expect(try Self.fields(Self.url(resource: resource)).contains("resource=\(resource)"))
  }

  @Test("an endpoint that leaves no room for the parameters is refused")
  func tooLong() throws {
    let endpoint = "https://as/" + String(repeating: "x", count: 8150)
    #expect(throws: OAuthError.insecureEndpoint(member: "authorization_endpoint", url: endpoint)) {
      try Self.url(at: endpoint)
    }
  }

  @Test("each issuer has redirect URIs of its own, one for each port, on the IP literal")
  func redirects() throws {
    let one = RedirectURI.loopback(ports: [0, 8123, 65535, 65536], issuer: "https://as")
    let other = RedirectURI.loopback(ports: [8123], issuer: "https://other")
    #expect(one.map(\.port) == [8123, 65535])
    #expect(one.allSatisfy { $0.raw.hasPrefix("http://127.0.0.1:") })
    #expect(Set(one.map(\.path)).count == 1)
    #expect(one[0].path != other[0].path)
    #expect(RedirectURI.loopback(ports: [8123], issuer: "https://as")[0] == one[0])
  }
}
