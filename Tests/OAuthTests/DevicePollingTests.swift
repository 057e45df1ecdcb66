import HTTP
import OAuth
import Testing

@Suite struct DevicePollingTests {
  /// What the token endpoint's answer means for an interval of five seconds; nil where the login is over.
  private static func interval(after body: String, status: Int, from interval: Int = 5) throws -> Int? {
    var polling = DevicePolling(interval: interval)
    do {
      _ = try TokenResponse.parse(Exchange.response(body, status: status), from: Exchange.url("https://as/token"))
      return nil
    } catch let error as OAuthError {
      return polling.goesOn(after: error) ? polling.interval : nil
    }
  }

  @Test(
    "each answer of RFC 8628 §3.5, and each outage",
    arguments: [
      ("authorization_pending", 400, 5), ("authorization_pending", 428, 5), ("slow_down", 400, 10),
      ("slow_down", 429, 10), ("access_denied", 400, nil), ("expired_token", 400, nil), ("invalid_grant", 400, nil),
      ("invalid_client", 401, nil), ("server_error", 500, 10), ("temporarily_unavailable", 503, 10),
      ("invalid_request", 429, 10), ("server_error", 400, 10), ("temporarily_unavailable", 400, 10),
    ] as [(String, Int, Int?)])
  func errors(_ code: String, _ status: Int, _ expected: Int?) throws {
    #expect(try Self.interval(after: #"{"error":"\#(code)"}"#, status: status) == expected)
  }

  @Test(
    "answers that are no OAuth errors",
    arguments: [
      ("", 500, 10), ("", 503, 10), ("", 429, 10), ("", 408, 10), ("<html>", 200, 10), ("", 404, nil), ("", 400, nil),
      (#"{"token_type":"Bearer"}"#, 200, nil), (#"{"access_token":"a","token_type":"mac"}"#, 200, nil),
    ] as [(String, Int, Int?)])
  func failures(_ body: String, _ status: Int, _ expected: Int?) throws {
    #expect(try Self.interval(after: body, status: status) == expected)
  }

  @Test("slow_down counts for good, and an outage doubles the pause up to a minute", arguments: [(5, 60), (90, 90)])
  func pauses(_ first: Int, _ longest: Int) throws {
    var polling = DevicePolling(interval: first)
    for _ in 0..<10 { polling.backOff() }
    #expect(polling.interval == longest)
    let slowDown = OAuthError.refused(Refusal(endpoint: .token, code: "slow_down", description: nil, status: 400))
    let answers = [polling.goesOn(after: slowDown), polling.goesOn(after: slowDown)]
    #expect(answers == [true, true])
    #expect(polling.interval == longest + 10)
  }
}
