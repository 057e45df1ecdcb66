import HTTP
import OAuth
import Testing

@Suite struct BearerChallengeTests {
  static func challenge(_ lines: String...) -> BearerChallenge? {
    BearerChallenge(AuthenticationChallenge.parse(lines))
  }

  @Test("the members of RFC 6750 and RFC 9728 are read")
  func members() throws {
    let challenge = try #require(
      Self.challenge(
        "Bearer resource_metadata=\"https://h/prm\", scope=\"a b\", error=\"insufficient_scope\", "
          + "error_description=\"no\""))
    #expect(challenge.resourceMetadata?.raw == "https://h/prm")
    #expect(challenge.unusableResourceMetadata == nil)
    #expect(challenge.scope?.tokens == ["a", "b"])
    #expect(challenge.error == "insufficient_scope")
    #expect(challenge.errorDescription == "no")
  }

  @Test("other schemes are passed over, and the first Bearer counts")
  func schemes() {
    #expect(Self.challenge("Basic realm=\"x\", bEaReR scope=a", "Bearer scope=b")?.scope?.tokens == ["a"])
    #expect(Self.challenge("Negotiate abc==, Basic realm=\"Bearer x\"") == nil)
    #expect(Self.challenge() == nil)
    #expect(Self.challenge("Bearer") != nil)
  }

  @Test(
    "metadata that no request may go to is kept for the report only",
    arguments: ["http://h/prm", "/prm", "file:///x", ""])
  func unusable(_ value: String) {
    let challenge = Self.challenge("Bearer resource_metadata=\"\(value)\"")
    #expect(challenge?.resourceMetadata == nil)
    #expect(challenge?.unusableResourceMetadata == value)
  }

  @Test("a parameter that came twice, or a scope that is none, counts as not sent")
  func malformed() {
    #expect(Self.challenge("Bearer scope=a, scope=b, error=x")?.scope == nil)
    #expect(Self.challenge("Bearer scope=\"caf\u{E9}\"")?.scope == nil)
  }

  @Test("a DPoP challenge is recognised, alone or beside Bearer")
  func dpop() throws {
    let alone = try #require(Self.challenge("DPoP algs=\"ES256\", resource_metadata=\"https://h/prm\", error=\"x\""))
    #expect(alone.resourceMetadata?.raw == "https://h/prm")
    #expect(alone.error == "x")
    #expect(alone.isForBoundTokens)
    let both = try #require(Self.challenge("Bearer scope=a, DPoP scope=b, error=insufficient_scope"))
    #expect(both.scope?.tokens == ["a"])
    #expect(both.error == "insufficient_scope")
    #expect(!both.isForBoundTokens)
  }
}
