import HTTP
import OAuth
import Testing

@Suite struct DPoPNonceTests {
  static func response(_ code: String?, nonce: String?, status: Int = 400) -> HTTPResponse {
    Exchange.response(
      code.map { "{\"error\":\"\($0)\"}" } ?? "{}", status: status, headers: nonce.map { [("dpop-nonce", $0)] } ?? [])
  }

  @Test(
    "a nonce has the characters RFC 9449 §8.1 allows",
    arguments: [("abc", "abc"), ("eyJ7S_zG.~!", "eyJ7S_zG.~!"), ("", nil), ("a b", nil), ("a\"b", nil), ("a\\b", nil)]
      as [(String, String?)])
  func given(_ header: String, _ nonce: String?) {
    #expect(DPoPNonce.given(by: Self.response(nil, nonce: header).head) == nonce)
  }

  @Test(
    "an authorization server demands it with its error and a nonce, whatever the status",
    arguments: [
      ("use_dpop_nonce", "n", true), ("use_dpop_nonce", nil, false), ("use_dpop_nonce", "a b", false),
      ("invalid_dpop_proof", "n", false), ("invalid_grant", "n", false), (nil, "n", false),
    ] as [(String?, String?, Bool)], [400, 401])
  func authorizationServer(_ answer: (String?, String?, Bool), _ status: Int) {
    #expect(DPoPNonce.isDemanded(by: Self.response(answer.0, nonce: answer.1, status: status)) == answer.2)
  }

  @Test(
    "an MCP server demands it with the error of its DPoP challenge",
    arguments: [
      ("DPoP error=\"use_dpop_nonce\", error_description=\"x\"", "n", true),
      ("Bearer, dpop error=use_dpop_nonce", "n", true), ("DPoP error=\"use_dpop_nonce\"", nil, false),
      ("DPoP error=\"invalid_token\"", "n", false), ("Bearer error=\"use_dpop_nonce\"", "n", false),
    ] as [(String, String?, Bool)])
  func resource(_ header: String, _ nonce: String?, _ expected: Bool) {
    let head = Self.response(nil, nonce: nonce, status: 401).head
    #expect(DPoPNonce.isDemanded(by: head, AuthenticationChallenge.parse([header])) == expected)
  }
}
