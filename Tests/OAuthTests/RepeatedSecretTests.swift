import OAuth
import Testing

@Suite struct RepeatedSecretTests {
  @Test("a secret that a server repeats in its error is kept nowhere, nor are control characters or endless words")
  func hidden() throws {
    let body = #"{"error":"bad canary-1","error_description":"unknown token canary-1 of canary-2\u001b[31m"}"#
    let error = #expect(throws: OAuthError.self) {
      _ = try TokenResponse.parse(
        Exchange.response(body, status: 400), from: Exchange.url("https://as.example/t"),
        hiding: [Secret("canary-1"), Secret("canary-2")])
    }
    #expect(
      error
        == .refused(
          Refusal(
            endpoint: .token, code: "bad <secret>", description: "unknown token <secret> of <secret>[31m",
            status: 400)))
    let long =
      #"{"error":"\#(String(repeating: "e", count: 999))","error_description":"\#(String(repeating: "d", count: 999))"}"#
    let cut = #expect(throws: OAuthError.self) {
      try Revocation.check(Exchange.response(long, status: 400), from: Exchange.url("https://as.example/r"))
    }
    guard case .refused(let refusal) = cut else {
      Issue.record("\(String(describing: cut))")
      return
    }
    #expect(refusal.code.count == 64 && refusal.description?.count == 200)
  }
}
