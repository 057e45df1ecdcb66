import HTTP
import OAuth
import Testing

@Suite struct RevocationTests {
  @Test(
    "a token is taken back with a hint of its kind",
    arguments: [(Revocation.TokenKind.refreshToken, "refresh_token"), (.accessToken, "access_token")])
  func request(_ kind: Revocation.TokenKind, _ hint: String) throws {
    let client = OAuthClient(id: "c", secret: nil, method: .none)
    let request = Revocation.request(Secret("t&t"), kind: kind, client: client, at: try Exchange.url("https://as/rev"))
    #expect(request.method == .post)
    #expect(request.headers["Content-Type"] == "application/x-www-form-urlencoded")
    #expect(try Exchange.fields(request) == ["token=t&t", "token_type_hint=\(hint)", "client_id=c"])
  }

  @Test(
    "for servers that insist on the field there is an empty secret, or the real one where it is in the body anyway",
    arguments: [
      (ClientAuthenticationMethod.none, "client_secret="), (.clientSecretBasic, "client_secret="),
      (.clientSecretPost, "client_secret=s"),
    ])
  func emptySecret(_ method: ClientAuthenticationMethod, _ field: String) throws {
    let client = OAuthClient(id: "c", secret: Secret("s"), method: method)
    let request = Revocation.requestWithEmptySecret(
      Secret("t"), kind: .refreshToken, client: client, at: try Exchange.url("https://as/rev"))
    #expect(try Exchange.fields(request).filter { $0.hasPrefix("client_secret") } == [field])
  }

  static func check(_ status: Int, _ body: String = "") throws {
    let endpoint = try Exchange.url("https://as/rev")
    try Revocation.check(Exchange.response(body, status: status), from: endpoint)
  }

  @Test("any success means revoked, whatever the body", arguments: [200, 202, 204])
  func revoked(_ status: Int) throws {
    try Self.check(status)
    try Self.check(status, "OK")
    try Self.check(status, "{}")
  }

  @Test("an error body is the server's no", arguments: [400, 503, 200])
  func refused(_ status: Int) {
    let refusal = Refusal(endpoint: .revocation, code: "unsupported_token_type", description: nil, status: status)
    #expect(throws: OAuthError.refused(refusal)) { try Self.check(status, "{\"error\":\"unsupported_token_type\"}") }
  }

  @Test("after any other status the token is taken to be alive", arguments: [302, 404, 500, 503])
  func failure(_ status: Int) throws {
    let failure = HTTPFailure(HTTPResponseHead(status: status), from: try Exchange.url("https://as/rev"))
    #expect(throws: OAuthError.httpFailure(failure)) { try Self.check(status, "<html></html>") }
  }
}
