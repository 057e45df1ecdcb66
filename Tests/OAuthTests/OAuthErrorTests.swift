import HTTP
import OAuth
import Testing

@Suite struct OAuthErrorTests {
  @Test(
    "an unknown client, and an endpoint where nothing is, say that the metadata may be out of date; an outage does not",
    arguments: [
      (400, "invalid_client", true), (401, "invalid_client", true), (400, "invalid_grant", false),
      (400, "unauthorized_client", false), (404, nil, true), (405, nil, true), (410, nil, true), (403, nil, false),
      (500, nil, false), (503, nil, false), (200, nil, false),
    ] as [(Int, String?, Bool)])
  func contradictsMetadata(status: Int, code: String?, expected: Bool) throws {
    let url = try Exchange.url("https://as/t")
    let error: OAuthError
    if let code {
      error = .refused(Refusal(endpoint: .token, code: code, description: nil, status: status))
    } else {
      error = .httpFailure(HTTPFailure(Exchange.response("", status: status).head, from: url))
    }
    #expect(error.contradictsMetadata == expected)
  }
}
