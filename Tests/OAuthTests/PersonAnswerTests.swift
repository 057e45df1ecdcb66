import HTTP
import OAuth
import Testing

/// Userinfo and introspection.
@Suite struct PersonAnswerTests {
  static func userInfo(_ body: String, status: Int = 200, subject: String? = nil) throws -> PersonClaims {
    let endpoint = try Exchange.url("https://as/userinfo")
    return try UserInfo.parse(
      Exchange.response(body, status: status), from: endpoint, subject: subject, hiding: [Secret("at")])
  }

  static func introspection(_ body: String, status: Int = 200) throws -> PersonClaims? {
    let endpoint = try Exchange.url("https://as/introspect")
    return try Introspection.parse(Exchange.response(body, status: status), from: endpoint, hiding: [Secret("at")])
  }

  @Test("the token goes in the header, to userinfo alone")
  func userInfoRequest() throws {
    let request = UserInfo.request(Secret("at"), at: try Exchange.url("https://as/userinfo"))
    #expect(request.method == .get && request.headers["Authorization"] == "Bearer at" && request.body.isEmpty)
  }

  @Test("introspection is a form of an authenticated client, with a hint")
  func introspectionRequest() throws {
    let client = OAuthClient(id: "c", secret: Secret("s"), method: .clientSecretPost)
    let request = Introspection.request(Secret("at"), client: client, at: try Exchange.url("https://as/introspect"))
    let body = String(decoding: request.body, as: UTF8.self)
    #expect(request.method == .post)
    for field in ["token=at", "token_type_hint=access_token", "client_id=c", "client_secret=s"] {
      #expect(body.split(separator: "&").contains(Substring(field)), "\(body)")
    }
  }

  @Test("userinfo names the person")
  func person() throws {
    let claims = try Self.userInfo(#"{"sub":"248","email":"a@b","preferred_username":"ada","name":"Ada"}"#)
    #expect(claims == PersonClaims(subject: "248", username: "ada", email: "a@b", name: "Ada"))
    #expect(try Self.userInfo(#"{"sub":"248","email":false}"#, subject: "248") == PersonClaims(subject: "248"))
  }

  @Test(
    "userinfo about somebody else, about nobody, and what is no answer are not used",
    arguments: [
      (#"{"sub":"249"}"#, 200), (#"{"email":"a@b"}"#, 200), ("<html>", 200), ("", 401),
      (#"{"error":"invalid_token"}"#, 401),
      ("eyJ.e30.c2ln", 200),
    ])
  func unusable(_ body: String, _ status: Int) {
    #expect(throws: OAuthError.self) { try Self.userInfo(body, status: status, subject: "248") }
  }

  @Test("introspection of an active token names the person; of another one nothing counts")
  func introspected() throws {
    #expect(
      try Self.introspection(#"{"active":true,"sub":"248","username":"ada"}"#)
        == PersonClaims(subject: "248", username: "ada"))
    #expect(try Self.introspection(#"{"active":"true","sub":"248","email":7}"#) == PersonClaims(subject: "248"))
    #expect(try Self.introspection(#"{"active":false,"sub":"248"}"#) == nil)
    #expect(throws: OAuthError.self) { try Self.introspection(#"{"sub":"248"}"#) }
    #expect(throws: OAuthError.self) { try Self.introspection(#"{"error":"invalid_client"}"#, status: 401) }
  }
}
