import HTTP
import OAuth
import Testing

@Suite struct PushedAuthorizationTests {
  private static func request(scope: String? = "a b") throws -> AuthorizationRequest {
    AuthorizationRequest(
      clientID: "an id&x", redirectURI: try Exchange.url("http://127.0.0.1:8123/callback/ab"),
      scope: scope.flatMap { Scope($0) }, state: Secret("st"), challenge: "ch", resource: "https://h/mcp")
  }

  private static func parse(_ body: String, status: Int = 201) throws -> PushedAuthorization {
    try PushedAuthorization.parse(
      Exchange.response(body, status: status), from: Exchange.url("https://as/push"), hiding: [Secret("s3cret")])
  }

  @Test("what is pushed is what the browser would have carried, and the client authenticates with it")
  func pushed() throws {
    let client = OAuthClient(id: "an id&x", secret: Secret("s"), method: .clientSecretBasic)
    let pushed = try Self.request().pushed(by: client, to: Exchange.url("https://as/push"))
    #expect(pushed.method == .post)
    #expect(pushed.url.raw == "https://as/push")
    #expect(pushed.headers["Authorization"]?.hasPrefix("Basic ") == true)
    #expect(
      try Exchange.fields(pushed) == [
        "response_type=code", "redirect_uri=http://127.0.0.1:8123/callback/ab", "code_challenge=ch",
        "code_challenge_method=S256", "state=st", "resource=https://h/mcp", "scope=a b", "client_id=an id&x",
      ])
  }

  @Test("the browser then carries the client and the reference, and nothing else")
  func url() throws {
    let pushed = PushedAuthorization(requestURI: "urn:ietf:params:oauth:request_uri:a&b", expiresIn: 60)
    let url = try Self.request().url(at: Exchange.url("https://as/authorize?t=1"), for: pushed)
    #expect(url.raw.hasPrefix("https://as/authorize?t=1&client_id="))
    let query = try #require(url.query.flatMap { FormURLEncoding.decode($0) })
    #expect(
      query.map { "\($0.name)=\($0.value)" } == [
        "t=1", "client_id=an id&x", "request_uri=urn:ietf:params:oauth:request_uri:a&b",
      ])
  }

  @Test(
    "the answer names the request and how long it is good",
    arguments: [
      (#"{"request_uri":"urn:x","expires_in":60}"#, 201, 60), (#"{"request_uri":"urn:x","expires_in":"90"}"#, 200, 90),
      (#"{"request_uri":"urn:x"}"#, 201, nil), (#"{"request_uri":"urn:x","expires_in":true,"y":1}"#, 201, nil),
    ] as [(String, Int, Int?)])
  func answer(_ body: String, _ status: Int, _ expiresIn: Int?) throws {
    #expect(try Self.parse(body, status: status) == PushedAuthorization(requestURI: "urn:x", expiresIn: expiresIn))
  }

  @Test(
    "a success without a reference is refused",
    arguments: [
      ("{}", .missing(member: "request_uri")),
      (#"{"request_uri":""}"#, .unusable(member: "request_uri", value: "")),
      (#"{"request_uri":7}"#, .wrongType(member: "request_uri", expected: "string")), ("<html>", .notJSON),
    ] as [(String, DocumentProblem.Fault)])
  func unusable(_ body: String, _ fault: DocumentProblem.Fault) throws {
    #expect(try Exchange.fault { _ = try Self.parse(body) } == fault)
  }

  @Test("an OAuth error is the server's no, without the secrets it repeats")
  func refused() {
    let refusal = Refusal(
      endpoint: .pushedAuthorization, code: "invalid_client", description: "no <secret>", status: 401)
    #expect(throws: OAuthError.refused(refusal)) {
      try Self.parse(#"{"error":"invalid_client","error_description":"no s3cret"}"#, status: 401)
    }
  }

  @Test("any other status says nothing", arguments: [404, 503])
  func failure(_ status: Int) throws {
    let failure = HTTPFailure(HTTPResponseHead(status: status), from: try Exchange.url("https://as/push"))
    #expect(throws: OAuthError.httpFailure(failure)) { try Self.parse(#"{"request_uri":"urn:x"}"#, status: status) }
  }

  @Test(
    "a registration may demand it",
    arguments: [
      (#"{"client_id":"c","require_pushed_authorization_requests":true}"#, true),
      (#"{"client_id":"c","require_pushed_authorization_requests":false}"#, false), (#"{"client_id":"c"}"#, false),
      (#"{"require_pushed_authorization_requests":"true"}"#, false), ("", false),
    ])
  func registration(_ document: String, _ expected: Bool) {
    #expect(PushedAuthorization.isDemanded(by: Secret(document)) == expected)
  }
}
