import HTTP
import OAuth
import Testing

@testable import Engine

@Suite struct RefreshOutcomeTests {
  @Test(
    "an exchange without an answer is harmless only where nothing was sent",
    arguments: [
      (.unresolved, false, "notActed transient_network"),
      (.unreachable("no route"), false, "notActed transient_network"),
      (.timedOut, false, "notActed transient_network"), (.timedOut, true, "ambiguous ambiguous"),
      (.closed, true, "ambiguous ambiguous"), (.closed, false, "notActed transient_network"),
      (.tooLarge, true, "ambiguous ambiguous"), (.malformed("x"), true, "ambiguous ambiguous"),
      (.tls("expired"), false, "notActed tls_failure"), (.tls("alert"), true, "ambiguous tls_failure"),
      (.cancelled, true, "ambiguous ambiguous"), (.cancelled, false, "notActed transient_network"),
    ] as [(TransportError.Kind, Bool, String)])
  func transport(kind: TransportError.Kind, sent: Bool, meaning: String) throws {
    let outcome = RefreshAnswer(TransportError(kind, url: try Self.endpoint(), sent: sent))
    #expect(Self.word(outcome) == meaning)
  }

  @Test(
    "an answer with an OAuth error means what its code says, whatever its status",
    arguments: [
      (400, "invalid_grant", "grantRefused"), (401, "invalid_grant", "grantRefused"),
      (200, "invalid_grant", "grantRefused"), (422, "invalid_grant", "grantRefused"),
      (401, "invalid_client", "clientRefused"), (400, "invalid_client", "clientRefused"),
      (400, "unauthorized_client", "clientRefused"), (400, "invalid_request", "requestRefused"),
      (400, "invalid_scope", "requestRefused"), (400, "invalid_target", "requestRefused"),
      (400, "unsupported_grant_type", "requestRefused"), (400, "slow_down", "requestRefused"),
      // Met on deployed servers: another word, and another status.
      (400, "invalid_code", "requestRefused"), (403, "unauthorized_client", "clientRefused"),
      (400, "invalid_dpop_proof", "notActed proof_rejected"), (400, "use_dpop_nonce", "notActed proof_rejected"),
      (400, "server_error", "ambiguous transient_upstream"),
      (400, "temporarily_unavailable", "ambiguous transient_upstream"),
    ])
  func refusals(status: Int, code: String, meaning: String) throws {
    #expect(try Self.outcome(status, #"{"error": "\#(code)", "error_description": "words"}"#) == meaning)
  }

  @Test(
    "a server that says the person is wanted refuses the token",
    arguments: ["interaction_required", "login_required", "consent_required", "account_selection_required"])
  func personWanted(code: String) throws {
    #expect(try Self.outcome(400, #"{"error": "\#(code)"}"#) == Self.outcome(400, #"{"error": "invalid_grant"}"#))
  }

  @Test(
    "an outage in an OAuth error's clothes condemns nothing",
    arguments: [
      (500, "invalid_grant", "ambiguous ambiguous"), (502, "invalid_client", "ambiguous ambiguous"),
      (500, "server_error", "ambiguous ambiguous"), (503, "invalid_grant", "ambiguous ambiguous"),
      (429, "invalid_grant", "notActed transient_upstream"), (408, "invalid_client", "notActed transient_upstream"),
      (503, "temporarily_unavailable", "ambiguous ambiguous"),
    ])
  func disguised(status: Int, code: String, meaning: String) throws {
    #expect(try Self.outcome(status, #"{"error": "\#(code)"}"#) == meaning)
  }

  @Test(
    "an answer without an OAuth error condemns nothing",
    arguments: [
      (500, "", "ambiguous ambiguous"), (502, "<html>", "ambiguous ambiguous"), (504, "", "ambiguous ambiguous"),
      (503, "", "ambiguous ambiguous"), (520, "", "ambiguous ambiguous"), (429, "", "notActed transient_upstream"),
      (408, "", "notActed transient_upstream"), (400, "", "notActed transient_upstream"),
      (401, "<html>", "notActed transient_upstream"), (403, "{}", "notActed transient_upstream"),
      (404, #"{"error": {"code": 404}}"#, "notActed transient_upstream"),
      (422, #"{"message": "Invalid Refresh Token"}"#, "notActed transient_upstream"), (530, "", "ambiguous ambiguous"),
      (400, #"{"error": ""}"#, "notActed transient_upstream"), (302, "", "ambiguous ambiguous"),
      (200, "<!doctype html>", "ambiguous ambiguous"), (200, #"{"access_token": "a", "tok"#, "ambiguous ambiguous"),
      (200, "", "ambiguous ambiguous"), (204, "", "ambiguous ambiguous"),
      (200, #"{"access_token": "a", "token_type": "mac"}"#, "ambiguous ambiguous"),
      (200, #"{"access_token": "a\nb", "token_type": "bearer"}"#, "ambiguous ambiguous"),
    ])
  func outages(status: Int, body: String, meaning: String) throws {
    #expect(try Self.outcome(status, body) == meaning)
  }

  @Test("a token answer is a rotation, with or without a new refresh token")
  func rotation() throws {
    #expect(try Self.outcome(200, #"{"access_token": "a", "token_type": "Bearer"}"#) == "rotated")
    #expect(
      try Self.outcome(200, #"{"access_token": "a", "token_type": "bearer", "refresh_token": "r"}"#) == "rotated")
  }

  @Test("what the server asks to wait is kept", arguments: [429, 503, 500])
  func retryAfter(status: Int) throws {
    let response = HTTPResponse(status: status, headers: HTTPHeaders([("Retry-After", "77")]))
    switch try Self.outcome(of: response) {
    case .notActed(_, let seconds), .ambiguous(_, let seconds): #expect(seconds == 77)
    default: Issue.record("neither kind of outage")
    }
  }

  private static func endpoint() throws -> WebURL { try #require(WebURL("https://as.example/token")) }

  private static func outcome(_ status: Int, _ body: String) throws -> String {
    word(try outcome(of: HTTPResponse(status: status, body: Array(body.utf8))))
  }

  private static func outcome(of response: HTTPResponse) throws -> RefreshAnswer {
    let url = try endpoint()
    return RefreshAnswer(Result { () throws(OAuthError) in try TokenResponse.parse(response, from: url) })
  }

  private static func word(_ outcome: RefreshAnswer) -> String {
    switch outcome {
    case .rotated: "rotated"
    case .unusable: "unusable"
    case .grantRefused: "grantRefused"
    case .clientRefused: "clientRefused"
    case .requestRefused: "requestRefused"
    case .notActed(let failure, _): "notActed \(failure)"
    case .ambiguous(let failure, _): "ambiguous \(failure)"
    }
  }
}
