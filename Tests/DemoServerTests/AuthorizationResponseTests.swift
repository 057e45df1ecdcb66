import Testing

@testable import DemoServer

@Suite struct AuthorizationResponseTests {
  @Test(
    "iss_missing, iss_missing_on_errors, iss_wrong, iss_not_advertised, iss_absent",
    arguments: [
      ([], true, "ISSUER", "ISSUER"), ([.issMissing], true, nil, nil), ([.issMissingOnErrors], true, "ISSUER", nil),
      ([.issWrong], true, "https://other.example", "https://other.example"),
      ([.issNotAdvertised], false, "ISSUER", "ISSUER"), ([.issAbsent], false, nil, nil),
      ([.issWrong, .issNotAdvertised], false, "https://other.example", "https://other.example"),
    ] as [(Set<Behaviour>, Bool, String?, String?)])
  func issuer(behaviours: Set<Behaviour>, isAdvertised: Bool, onSuccess: String?, onError: String?) async throws {
    try await Stay.server(.init(consent: .allow, behaviours: behaviours)) { server in
      var visitor = Visitor(server)
      await visitor.registered()
      let advertised = await visitor.metadata()["authorization_response_iss_parameter_supported"]
      #expect((advertised == true) == isAdvertised)
      let allowed = Visitor.callback(await visitor.authorize())
      #expect(allowed["code"] != nil)
      #expect(allowed["iss"]?.replacing(server.issuer, with: "ISSUER") == onSuccess)
      server.setConsent(.deny)
      let denied = Visitor.callback(await visitor.authorize())
      #expect(denied["error"] == "access_denied")
      #expect(denied["iss"]?.replacing(server.issuer, with: "ISSUER") == onError)
    }
  }

  @Test("state_missing, state_wrong: with a code and with an error")
  func state() async throws {
    for behaviour in [Behaviour.stateMissing, .stateWrong] {
      try await Stay.server(.init(consent: .allow, behaviours: [behaviour])) { server in
        var visitor = Visitor(server)
        await visitor.registered()
        for mode in [ConsentMode.allow, .deny] {
          server.setConsent(mode)
          let callback = Visitor.callback(await visitor.authorize())
          #expect((callback["state"] == nil) == (behaviour == .stateMissing))
          #expect(callback["state"] != "st&te")
          #expect((callback["code"] != nil) == (mode == .allow))
        }
      }
    }
  }

  @Test("callback_repeats_code: two codes, of which the first is good")
  func repeatedCode() async throws {
    try await Stay.server(.init(consent: .allow, behaviours: [.callbackRepeatsCode])) { server in
      var visitor = Visitor(server)
      await visitor.registered()
      let callback = Visitor.callback(await visitor.authorize())
      #expect(callback.repeated == "code")
      #expect(await visitor.exchange(callback["code"] ?? "").status == 200)
    }
  }
}
