import Testing

@testable import OAuth

@Suite("What a refused token says of whom it is for")
struct AccessTokenMisfitTests {
  private static func token(_ claims: String) -> Secret {
    Secret("e30." + Base64URL.encode(Array(claims.utf8)) + ".sig")
  }

  @Test(
    "another audience, and none, are told; its own, and what is no JWT, are not",
    arguments: [
      (#"{"aud": "https://other"}"#, AccessTokenMisfit.otherAudience(["https://other"])),
      (#"{"aud": ["a", "https://mcp.example/"]}"#, nil), (#"{"aud": "https://mcp.example"}"#, nil),
      (#"{"token_use": "access"}"#, .noAudience(use: "access")), ("{}", .noAudience(use: nil)), ("[]", nil),
    ])
  func misfit(claims: String, expected: AccessTokenMisfit?) {
    #expect(AccessTokenMisfit(Self.token(claims), resource: "https://mcp.example") == expected)
  }

  @Test("an opaque token says nothing", arguments: ["abc", "a.b", "a.b.c", "a.b.c.d", ""])
  func opaque(text: String) { #expect(AccessTokenMisfit(Secret(text), resource: "https://mcp.example") == nil) }
}
