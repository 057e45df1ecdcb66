import FoundationEssentials
import OAuth
import Testing

@Suite struct IDTokenTests {
  static let now = Date(timeIntervalSince1970: 1_000_000)

  /// Signed by nobody: the connection says whose words they are.
  static func token(_ claims: String) -> Secret {
    Secret(
      [#"{"alg":"ES256"}"#, claims].map { Base64URL.encode(Array($0.utf8)) }.joined(separator: ".") + ".c2ln")
  }

  static func parse(_ claims: String) throws -> IDToken { try IDToken.parse(token(claims), from: "https://as") }

  static func claims(_ changes: [String: String?] = [:]) -> String {
    let good: [String: String?] = [
      "iss": #""https://as""#, "sub": #""ada""#, "aud": #""client""#, "exp": "1000300", "iat": "1000000",
    ]
    let members = good.merging(changes) { $1 }.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }
    return "{\(members.sorted().joined(separator: ","))}"
  }

  @Test("the claims about the person are read, and what is no text costs nothing")
  func person() throws {
    let token = try Self.parse(
      Self.claims(["email": #""ada@example.com""#, "preferred_username": #""ada""#, "name": "7"]))
    #expect(token.subject == "ada")
    #expect(token.person == PersonClaims(subject: "ada", username: "ada", email: "ada@example.com"))
  }

  @Test(
    "a token of this issuer, for this client, that has not expired has no problem",
    arguments: [
      [:], ["iss": #""https://as/""#], ["aud": #"["client"]"#], ["aud": #"["client","other"]"#, "azp": #""client""#],
      ["exp": "999941"], ["azp": #""client""#], ["exp": "1000300.5"],
    ] as [[String: String?]])
  func good(_ changes: [String: String?]) throws {
    let token = try Self.parse(Self.claims(changes))
    #expect(token.problem(issuer: "https://as", clientID: "client", now: Self.now, source: "x") == nil)
  }

  @Test(
    "another issuer, another client or an end that has passed is a problem",
    arguments: [
      (["iss": #""https://AS""#], "iss"), (["iss": #""https://as.evil""#], "iss"), (["aud": #""other""#], "aud"),
      (["aud": #"["client","other"]"#], "aud"), (["aud": "[]"], "aud"),
      (["aud": #"["client","other"]"#, "azp": #""other""#], "aud"), (["azp": #""other""#], "azp"),
      (["exp": "999940"], "exp"), (["exp": "0"], "exp"), (["exp": "-1e300"], "exp"),
    ] as [([String: String?], String)])
  func bad(_ changes: [String: String?], _ member: String) throws {
    let token = try Self.parse(Self.claims(changes))
    let problem = try #require(
      token.problem(issuer: "https://as", clientID: "client", now: Self.now, source: "https://as"))
    #expect(problem.document == .idToken)
    switch problem.fault {
    case .mismatch(let found, _, _), .unusable(let found, _): #expect(found == member)
    default: Issue.record("\(problem)")
    }
  }

  @Test(
    "what lacks a claim, or has another type there, is refused by its name",
    arguments: [
      (["iss": nil], "iss"), (["sub": nil], "sub"), (["aud": nil], "aud"), (["exp": nil], "exp"), (["sub": "7"], "sub"),
      (["sub": #""""#], "sub"), (["sub": "\"\(String(repeating: "a", count: 256))\""], "sub"),
      (["exp": #""x""#], "exp"),
    ] as [([String: String?], String)])
  func unreadable(_ changes: [String: String?], _ member: String) {
    do throws(OAuthError) {
      _ = try IDToken.parse(Self.token(Self.claims(changes)), from: "https://as")
      Issue.record("accepted")
    } catch {
      guard case .invalidDocument(let problem) = error else {
        Issue.record("\(error)")
        return
      }
      switch problem.fault {
      case .missing(let found), .wrongType(let found, _), .unusable(let found, _): #expect(found == member)
      default: Issue.record("\(problem)")
      }
    }
  }

  @Test(
    "what is no signed JWT is refused",
    arguments: ["", "a", "a.b", "a.b.c", "..", "a.e30.c.d.e", "a.W10.c", "a.bm8.c", "a.e30=.c", "\u{0}.\u{0}.\u{0}"])
  func notAToken(_ text: String) {
    #expect(throws: OAuthError.self) { try IDToken.parse(Secret(text), from: "https://as") }
  }
}
