import HTTP
import OAuth
import Testing

@Suite struct TokenResponseTests {
  static func parse(_ body: String, status: Int = 200, headers: [(String, String)] = []) throws
    -> TokenResponse
  {
    let endpoint = try Exchange.url("https://as/token?x=secret")
    return try TokenResponse.parse(Exchange.response(body, status: status, headers: headers), from: endpoint)
  }

  static func with(_ members: String) throws -> TokenResponse {
    try parse("{\"access_token\":\"at\",\"token_type\":\"Bearer\"\(members.isEmpty ? "" : ",")\(members)}")
  }

  @Test("a whole answer gives its tokens, lifetime and scope")
  func whole() throws {
    let tokens = try Self.with("\"expires_in\":3600,\"refresh_token\":\"rt\",\"scope\":\"b a\",\"id_token\":\"x\"")
    #expect(tokens.accessToken.exposed == "at")
    #expect(tokens.refreshToken?.exposed == "rt")
    #expect(tokens.expiresIn == 3600)
    #expect(tokens.scope?.tokens == ["b", "a"])
  }

  @Test(
    "a lifetime is a number of seconds, quoted or not; anything else is unknown and costs nothing",
    arguments: [
      ("3600", 3600), ("\"3600\"", 3600), ("3599.9", 3599), ("0", 0), ("\"0\"", 0), ("-1", nil), ("\"-1\"", nil),
      ("null", nil), ("1e9", 1_000_000_000), ("1e300", nil), ("99999999999999999999", nil),
      ("\"9223372036854775807\"", nil), ("\"99999999999999999999\"", nil), ("\"\"", nil), ("\"soon\"", nil),
      ("\"nan\"", nil), ("\"inf\"", nil), ("true", nil), ("[]", nil), ("{}", nil),
    ] as [(String, Int?)])
  func lifetime(_ json: String, _ expected: Int?) throws {
    #expect(try Self.with("\"expires_in\":\(json)").expiresIn == expected)
  }

  @Test("what did not come is nil")
  func absent() throws {
    let tokens = try Self.with("")
    #expect(tokens.expiresIn == nil)
    #expect(tokens.refreshToken == nil)
    #expect(tokens.scope == nil)
  }

  @Test(
    "an empty refresh token, or a scope that is none, counts as not sent",
    arguments: [
      "\"refresh_token\":\"\"", "\"refresh_token\":null", "\"scope\":null", "\"scope\":[7]", "\"scope\":\"a\\u0001b\"",
    ])
  func unusable(_ members: String) throws {
    let tokens = try Self.with(members)
    #expect(tokens.refreshToken == nil)
    #expect(tokens.scope == nil)
  }

  @Test("the token type is Bearer in any case", arguments: ["Bearer", "bearer", "BEARER", "bEaReR"])
  func bearer(_ type: String) throws {
    #expect(try Self.parse("{\"access_token\":\"at\",\"token_type\":\"\(type)\"}").accessToken.exposed == "at")
  }

  @Test(
    "a type that is missing, null, empty or in blanks is Bearer, where nothing else was asked for",
    arguments: [
      "", ",\"token_type\":null", ",\"token_type\":\"\"", ",\"token_type\":\" bearer \"", ",\"token_type\":7",
    ])
  func unsaidType(_ member: String) throws {
    #expect(try Self.parse("{\"access_token\":\"at\"\(member)}").accessToken.exposed == "at")
    let response = Exchange.response("{\"access_token\":\"at\"\(member)}")
    let endpoint = try Exchange.url("https://as/token")
    #expect(throws: OAuthError.self) { try TokenResponse.parse(response, from: endpoint, expecting: .dpop) }
  }

  @Test(
    "scopes are split at blanks and commas, or come as an array", arguments: ["\"a,b\"", "\"a, b\"", "[\"a\",\"b\"]"])
  func scopes(_ json: String) throws {
    #expect(try Self.with("\"scope\":\(json)").scope?.tokens == ["a", "b"])
  }

  @Test("a token of a type not understood is not used", arguments: ["DPoP", "mac", "N_A", "Bearer x"])
  func otherType(_ type: String) {
    #expect(throws: OAuthError.unsupported(.tokenType(type, wanted: .bearer))) {
      try Self.parse("{\"access_token\":\"at\",\"token_type\":\"\(type)\"}")
    }
  }

  @Test("a token that was to be bound to a key is of type DPoP in any case", arguments: ["DPoP", "dpop"])
  func bound(_ type: String) throws {
    let response = Exchange.response("{\"access_token\":\"at\",\"token_type\":\"\(type)\"}")
    let endpoint = try Exchange.url("https://as/token")
    #expect(try TokenResponse.parse(response, from: endpoint, expecting: .dpop).accessToken.exposed == "at")
  }

  @Test("one that is not bound then is discarded", arguments: ["Bearer", "N_A"])
  func unbound(_ type: String) throws {
    let response = Exchange.response("{\"access_token\":\"at\",\"token_type\":\"\(type)\"}")
    let endpoint = try Exchange.url("https://as/token")
    #expect(throws: OAuthError.unsupported(.tokenType(type, wanted: .dpop))) {
      try TokenResponse.parse(response, from: endpoint, expecting: .dpop)
    }
  }

  @Test(
    "a token that cannot stand in a header is refused",
    arguments: ["", "a b", "a\\nb", "a\\r\\nX: y", "a\\u0000", "\\u007f", "t\\u00e9", "\\ud83d\\ude00"])
  func unsendable(_ token: String) throws {
    let fault = try Exchange.fault {
      _ = try Self.parse("{\"access_token\":\"\(token)\",\"token_type\":\"Bearer\"}")
    }
    #expect(fault == .wrongType(member: "access_token", expected: "b64token"))
  }

  @Test(
    "an error in the body counts under any status",
    arguments: [200, 201, 400, 401, 403, 404, 429, 500, 503], ["invalid_grant", "x"])
  func refused(_ status: Int, _ code: String) {
    let body = "{\"error\":\"\(code)\",\"error_description\":\"why\",\"access_token\":\"at\",\"token_type\":\"Bearer\"}"
    let refusal = Refusal(endpoint: .token, code: code, description: "why", status: status, retryAfter: 7)
    #expect(throws: OAuthError.refused(refusal)) {
      try Self.parse(body, status: status, headers: [("retry-after", "7")])
    }
  }

  @Test("the error code counts whatever stands beside it", arguments: ["null", "7", "[\"x\"]", "{}"])
  func oddDescription(_ json: String) {
    let refusal = Refusal(endpoint: .token, code: "invalid_grant", description: nil, status: 400)
    #expect(throws: OAuthError.refused(refusal)) {
      try Self.parse("{\"error\":\"invalid_grant\",\"error_description\":\(json)}", status: 400)
    }
  }

  @Test(
    "a status without an OAuth error says nothing about the token",
    arguments: [
      (400, ""), (400, "{}"), (400, "{\"error\":{\"code\":7}}"), (400, "{\"error\":\"\"}"), (401, "<html></html>"),
      (404, "not found"), (302, ""), (500, "<html></html>"), (502, "{\"message\":\"x\"}"),
      (503, "{\"access_token\":\"at\",\"token_type\":\"Bearer\"}"),
    ])
  func failure(_ status: Int, _ body: String) throws {
    let headers = [("Content-Type", "Text/HTML; charset=x"), ("Retry-After", "12")]
    let head = HTTPResponseHead(status: status, headers: HTTPHeaders(headers))
    let expected = HTTPFailure(head, from: try Exchange.url("https://as/other"))
    #expect(expected.origin == "https://as")
    #expect(expected.mediaType == "text/html")
    #expect(expected.retryAfter == 12)
    #expect(throws: OAuthError.httpFailure(expected)) { try Self.parse(body, status: status, headers: headers) }
  }

  @Test("the words of a body that is no OAuth error are kept, without what was sent")
  func failureWords() throws {
    let headers = [("Content-Type", "application/json")]
    for (body, words) in [(#"["Bad credentials"]"#, "Bad credentials"), (#"{"detail":"off"}"#, "off"), ("{}", nil)] {
      let error = #expect(throws: OAuthError.self) { try Self.parse(body, status: 401, headers: headers) }
      guard case .httpFailure(let failure) = error else {
        Issue.record("\(body)")
        continue
      }
      #expect(failure.words == words)
    }
  }

  @Test(
    "Retry-After is a number of seconds, or a date beside the answer's own, or nothing",
    arguments: ["-1", "soon", "Wed, 21 Oct 2026 07:28:00 GMT", ""])
  func retryAfter(_ value: String) throws {
    let head = HTTPResponseHead(status: 503, headers: HTTPHeaders([("Retry-After", value)]))
    #expect(HTTPFailure(head, from: try Exchange.url("https://as")).retryAfter == nil)
  }

  @Test(
    "a success that cannot be read is a fault of the document, told without the endpoint's query",
    arguments: [
      ("", .notJSON), ("<html></html>", .notJSON), ("access_token=at&token_type=bearer", .notJSON),
      ("{\"access_token\":\"at\",\"token_ty", .notJSON),
      ("{\"token_type\":\"Bearer\"}", .missing(member: "access_token")),
      ("{\"access_token\":7,\"token_type\":\"Bearer\"}", .wrongType(member: "access_token", expected: "string")),
      ("{\"access_token\":null,\"token_type\":\"Bearer\"}", .wrongType(member: "access_token", expected: "string")),
      ("[]", .wrongType(member: "document", expected: "object")),
    ] as [(String, DocumentProblem.Fault)])
  func unreadable(_ body: String, _ fault: DocumentProblem.Fault) throws {
    do {
      _ = try Self.parse(body)
      Issue.record("accepted")
    } catch OAuthError.invalidDocument(let problem) {
      #expect(problem.document == .tokenResponse && problem.source == "https://as" && problem.fault == fault)
    }
  }

  @Test("an answer in the form of before RFC 6749 is read, where it says that it is one")
  func form() throws {
    let body = "access_token=a%2Bb&token_type=bearer&expires_in=60&refresh_token=r&scope=x+y"
    func parse(_ type: String) throws(OAuthError) -> TokenResponse {
      let head = HTTPResponseHead(status: 200, headers: HTTPHeaders([("Content-Type", type)]))
      guard let url = WebURL("https://as/token") else { throw .unsupported(.codeResponseType) }
      return try TokenResponse.parse(HTTPResponse(head, body: Array(body.utf8)), from: url)
    }
    let tokens = try parse("application/x-www-form-urlencoded; charset=utf-8")
    #expect(tokens.accessToken.exposed == "a+b" && tokens.expiresIn == 60 && tokens.refreshToken?.exposed == "r")
    #expect(tokens.scope == Scope("x y"))
    #expect(throws: OAuthError.self) { try parse("application/json") }
  }

  @Test("a token in an object beside the answer's own members is another's, and is told")
  func nested() throws {
    let body = #"{"ok": true, "authed_user": {"access_token": "t"}}"#
    let url = try Exchange.url("https://as/token")
    let problem = DocumentProblem(
      .tokenResponse, from: "https://as", .missing(member: "access_token"), found: "authed_user")
    #expect(throws: OAuthError.invalidDocument(problem)) {
      try TokenResponse.parse(Exchange.response(body), from: url)
    }
  }

  @Test("a redirect names where it would lead, without what was sent")
  func redirected() throws {
    let head = HTTPResponseHead(status: 301, headers: HTTPHeaders([("Location", "https://as/new?code=c0de-c0de")]))
    let url = try Exchange.url("https://as/token")
    do {
      _ = try TokenResponse.parse(HTTPResponse(head, body: []), from: url, hiding: [Secret("c0de-c0de")])
      Issue.record("read")
    } catch OAuthError.httpFailure(let failure) {
      let location = try #require(failure.location)
      #expect(location.hasPrefix("https://as/new") && !location.contains("c0de-c0de"))
    }
  }
}
