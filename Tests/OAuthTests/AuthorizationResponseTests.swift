import HTTP
import OAuth
import Testing

@Suite struct AuthorizationResponseTests {
  static let redirect = "http://127.0.0.1:8123/callback/ab"

  /// What came of it, in a word or two.
  static func outcome(
    _ text: String, issuer: String = "https://as", issRequired: Bool = false, redirect: String = redirect
  ) throws -> String {
    let expectation = AuthorizationResponse.Expectation(
      redirectURI: try Exchange.url(redirect), state: Secret("st"), issuer: issuer, issRequired: issRequired)
    switch AuthorizationResponse.parse(text, expecting: expectation) {
    case .unrelated: return "unrelated"
    case .code(let code): return "code \(code.exposed)"
    case .refused(.redirected(let code, let description)): return "error \(code) \(description ?? "-")"
    case .refused(.invalidDocument(let problem)):
      #expect(problem.document == .authorizationResponse)
      switch problem.fault {
      case .missing(let member): return "missing \(member)"
      case .mismatch(let member, issuer, _): return "mismatch \(member)"
      default: return "\(problem.fault)"
      }
    case .refused(let error): return "\(error)"
    }
  }

  @Test(
    "RFC 9207 §2.4: `iss` is compared wherever it is, and demanded where the server promised it",
    arguments: [
      (true, "&iss=https%3A%2F%2Fas", nil), (true, "&iss=https%3A%2F%2Fevil", "mismatch iss"),
      (true, "", "missing iss"), (false, "&iss=https%3A%2F%2Fas", nil),
      (false, "&iss=https%3A%2F%2Fevil", "mismatch iss"), (false, "", nil), (true, "&iss=", "mismatch iss"),
    ] as [(Bool, String, String?)])
  func issuer(_ required: Bool, _ iss: String, _ refusal: String?) throws {
    let code = try Self.outcome("/callback/ab?code=c&state=st\(iss)", issRequired: required)
    #expect(code == refusal ?? "code c")
    let query = "error=access_denied&error_description=call+me&state=st\(iss)"
    let error = try Self.outcome("/callback/ab?\(query)", issRequired: required)
    #expect(error == refusal ?? "error access_denied call me")
  }

  @Test(
    "`iss` is compared as a string: whatever a URL library would call the same is another issuer",
    arguments: [
      ("https://as", "https://as/"), ("https://as/", "https://as"), ("https://as", "https://as:443"),
      ("https://as", "https://AS"), ("https://as", "HTTPS://as"), ("https://as/a/b", "https://as/a%2Fb"),
      ("https://as/a%2Fb", "https://as/a/b"), ("https://as/a%2Fb", "https://as/a%2fb"),
      ("https://as/t", "https://as/./t"),
      ("https://as/t", "https://as/t/"), ("https://as/K", "https://as/\u{212A}"), ("https://as", " https://as"),
    ])
  func normalised(_ expected: String, _ found: String) throws {
    let iss = FormURLEncoding.escape(found), own = FormURLEncoding.escape(expected)
    for answer in ["code=c", "error=access_denied"] {
      let wrong = try Self.outcome("/callback/ab?\(answer)&state=st&iss=\(iss)", issuer: expected)
      #expect(wrong == "mismatch iss")
      let right = try Self.outcome("/callback/ab?\(answer)&state=st&iss=\(own)", issuer: expected)
      #expect(right == (answer == "code=c" ? "code c" : "error access_denied -"))
    }
  }

  @Test(
    "what does not answer this request is no answer at all",
    arguments: [
      "/favicon.ico", "/callback/ab", "/callback/ab?", "/callback/ab?code=c", "/callback/ab?code=c&state=",
      "/callback/ab?code=c&state=ST", "/callback/ab?code=c&state=stt", "/callback/ab?error=access_denied",
      "/callback/ab?error=access_denied&state=other", "/callback/ab/?code=c&state=st", "/callback/AB?code=c&state=st",
      "/callback/a%62?code=c&state=st", "/callback?code=c&state=st", "/?code=c&state=st", "?code=c&state=st",
      "//127.0.0.1:8123/callback/ab?code=c&state=st", "/callback/ab#code=c&state=st", "", " ", "code=c&state=st",
      "http://127.0.0.1:8124/callback/ab?code=c&state=st", "https://127.0.0.1:8123/callback/ab?code=c&state=st",
      "http://evil/callback/ab?code=c&state=st", "http://127.0.0.1:81230/callback/ab?code=c&state=st",
      "/callback/ab?code=%ZZ&state=st", "/callback/ab?code=%C3&state=st", "/callback/ab?code=c&state=st%",
    ])
  func unrelated(_ text: String) throws {
    #expect(try Self.outcome(text) == "unrelated")
  }

  @Test(
    "RFC 6749 §3.1: a parameter that comes twice makes no answer, whichever it is",
    arguments: [
      "code=c&code=c&state=st", "code=c&code=d&state=st", "code=c&state=st&state=st", "code=c&state=other&state=st",
      "code=c&state=st&iss=https://as&iss=https://as", "error=a&error=b&state=st", "code=c&state=st&x=1&x=2",
      "code=c&state=st&%63ode=d",
    ])
  func repeated(_ query: String) throws {
    #expect(try Self.outcome("/callback/ab?" + query) == "unrelated")
  }

  @Test(
    "answers are read as forms, once",
    arguments: [
      ("code=c&state=st", "code c"), ("state=st&code=c&session_state=x&y", "code c"),
      ("code=a+b%2Bc%20d&state=st", "code a b+c d"), ("code=%2525&state=st", "code %25"),
      ("&code=c&&state=st&", "code c"),
      ("code=c&st%61te=%73t", "code c"), ("code=c?d=e&state=st", "code c?d=e"), ("code=c&state=st#frag", "code c"),
      ("code=c&state=st#&code=d", "code c"), ("state=st", "missing code"), ("code=&state=st", "missing code"),
      ("code&state=st", "missing code"), ("error=access_denied&code=c&state=st", "error access_denied -"),
      ("error=e&error_description=%1B%5B31mred&state=st", "error e [31mred"),
    ])
  func reading(_ query: String, _ expected: String) throws {
    #expect(try Self.outcome("/callback/ab?" + query) == expected)
    // As a person pastes it from the address bar.
    #expect(try Self.outcome(Self.redirect + "?" + query) == expected)
  }

  @Test("a redirect URI with a query or without a path is answered like any other")
  func otherRedirects() throws {
    #expect(
      try Self.outcome("https://cb.example/x?t=1&code=c&state=st", redirect: "https://cb.example/x?t=1") == "code c")
    #expect(try Self.outcome("https://cb.example/?code=c&state=st", redirect: "https://cb.example") == "code c")
    #expect(try Self.outcome("/?code=c&state=st", redirect: "https://cb.example") == "code c")
  }
}
