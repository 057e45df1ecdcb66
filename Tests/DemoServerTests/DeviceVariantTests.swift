import Testing

@testable import DemoServer

@Suite struct DeviceVariantTests {
  @Test(
    "device_interval_unsaid, no_verification_uri_complete, verification_uri_script: what the device is told",
    arguments: [
      ([], 5, true, "/device"), ([.deviceIntervalUnsaid], nil, true, "/device"),
      ([.noVerificationURIComplete], 5, false, "/device"), ([.verificationURIScript], 5, true, "javascript:alert(1)"),
    ] as [(Set<Behaviour>, Int?, Bool, String)])
  func answer(behaviours: Set<Behaviour>, interval: Int?, isComplete: Bool, page: String) async throws {
    try await Stay.server(.init(behaviours: behaviours)) { server in
      var visitor = Visitor(server)
      await visitor.registered(["grant_types": [.string(GrantType.deviceCode.rawValue)]])
      let form = ["client_id": visitor.clientID, "resource": visitor.resource]
      let answer = await visitor.post("/devices/new", form).json
      #expect(answer["device_code"] != nil)
      #expect(answer["interval"]?.integer == interval)
      #expect((answer["verification_uri_complete"] != nil) == isComplete)
      let origin = server.mcpURL.replacing("/tools/mcp", with: "")
      #expect(answer["verification_uri"]?.string?.replacing(origin, with: "") == page)
    }
  }
}
