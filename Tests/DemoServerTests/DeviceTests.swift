import Testing

@testable import DemoServer

@Suite struct DeviceTests {
  static let grantType = "urn:ietf:params:oauth:grant-type:device_code"

  /// A device that has registered and asked for its codes.
  private struct Device {
    let visitor: Visitor
    let answer: JSON

    init(_ server: DemoServer, scope: String = "tools:read offline_access") async {
      var visitor = Visitor(server)
      await visitor.registered(["grant_types": ["refresh_token", .string(grantType)], "redirect_uris": nil])
      self.visitor = visitor
      answer = await Self.ask(visitor, ["scope": scope]).json
    }

    static func ask(_ visitor: Visitor, _ changes: [String: String?] = [:]) async -> Reply {
      await visitor.post(
        "/devices/new", visitor.merge(["client_id": visitor.clientID, "resource": visitor.resource], changes))
    }

    var userCode: String { answer["user_code"]?.string ?? "" }

    func poll(_ changes: [String: String?] = [:]) async -> Reply {
      await visitor.token(
        [
          "grant_type": grantType, "device_code": answer["device_code"]?.string ?? "",
          "client_id": visitor.clientID, "resource": visitor.resource,
        ], changes)
    }
  }

  private func device(
    _ behaviours: Set<Behaviour> = [], consent: ConsentMode = .page,
    _ body: (DemoServer, Device) async throws -> Void
  ) async throws {
    try await Stay.server(.init(consent: consent, behaviours: behaviours)) { server in
      try await body(server, await Device(server))
    }
  }

  @Test("the codes come with their page, their lifetime and the interval")
  func codes() async throws {
    try await device { server, device in
      let page = server.issuer.replacing("/realm/demo", with: "/device")
      #expect(device.answer["verification_uri"] == .string(page))
      #expect(device.answer["verification_uri_complete"] == .string(page + "?user_code=" + device.userCode))
      #expect(device.answer["expires_in"] == 600)
      #expect(device.answer["interval"] == 5)
      #expect(
        await device.visitor.metadata()["device_authorization_endpoint"] == .string(server.issuer + "/devices/new"))
      #expect(await device.visitor.metadata()["grant_types_supported"]?.strings?.contains(Self.grantType) == true)
    }
  }

  @Test("a person types the code in any case, sees it again, and allows: the device gets its tokens, once")
  func allowed() async throws {
    try await device { server, device in
      #expect(await device.poll().error == "authorization_pending")
      let place = server.issuer.replacing("/realm/demo", with: "/device")
      let entry = await RawClient.send("GET", place)
      #expect(entry.text.contains("name=\"user_code\""))
      let typed = device.userCode.lowercased().replacing("-", with: "")
      let question = await RawClient.send("GET", place + "?user_code=" + typed)
      #expect(question.text.contains(device.userCode))
      #expect(question.header("content-security-policy")?.contains("frame-ancestors 'none'") == true)
      let ticket = String(question.text.split(separator: "value=\"").dropFirst().first?.prefix { $0 != "\"" } ?? "")
      let form = Visitor.form(["ticket": ticket, "decision": "allow"])
      #expect(await RawClient.send("POST", place, headers: Visitor.formType, body: form).status == 200)
      #expect(await RawClient.send("POST", place, headers: Visitor.formType, body: form).status == 400)
      let tokens = await device.poll().json
      #expect(tokens["scope"] == "tools:read offline_access")
      #expect(await device.visitor.call("who_am_i", token: tokens["access_token"]?.string).status == 200)
      #expect(await device.visitor.refresh(tokens["refresh_token"]?.string ?? "").status == 200)
      #expect(await device.poll().error == "invalid_grant")
    }
  }

  @Test("a code that nobody was given shows the form again")
  func unknownUserCode() async throws {
    try await device { server, _ in
      let place = server.issuer.replacing("/realm/demo", with: "/device")
      let reply = await RawClient.send("GET", place + "?user_code=%3Cb%3E")
      #expect(reply.status == 400)
      #expect(reply.text.contains("name=\"user_code\""))
      #expect(await RawClient.send("PUT", place).status == 405)
    }
  }

  @Test("denied and expired codes say so")
  func endings() async throws {
    try await device { server, device in
      #expect(server.waitingUserCodes == [device.userCode])
      #expect(server.decideDevice(device.userCode, allow: false))
      #expect(server.waitingUserCodes.isEmpty)
      #expect(!server.decideDevice(device.userCode, allow: true))
      #expect(await device.poll().error == "access_denied")
    }
    try await device { server, device in
      server.advanceClock(by: 600)
      #expect(!server.decideDevice(device.userCode, allow: true))
      #expect(await device.poll().error == "expired_token")
    }
  }

  @Test("a poll before its time is told to slow down, and the longer interval counts from then on")
  func slowDown() async throws {
    try await device { server, device in
      #expect(await device.poll().error == "authorization_pending")
      #expect(await device.poll().error == "slow_down")
      server.advanceClock(by: 6)
      #expect(await device.poll().error == "slow_down")
      server.advanceClock(by: 15)
      #expect(await device.poll().error == "authorization_pending")
      server.decideDevice(device.userCode, allow: true)
      #expect(await device.poll().status == 200)
    }
  }

  @Test("device_slow_down_at_once: the first poll, even of a device that was allowed")
  func slowDownAtOnce() async throws {
    try await device([.deviceSlowDownAtOnce], consent: .allow) { server, device in
      #expect(await device.poll().error == "slow_down")
      #expect(await device.poll().status == 200)
    }
  }

  @Test("device_slow_down_never: however early it comes")
  func slowDownNever() async throws {
    try await device([.deviceSlowDownNever]) { server, device in
      for _ in 1...3 { #expect(await device.poll().error == "authorization_pending") }
    }
  }

  @Test("consent that is given or refused without a page counts for devices too")
  func automatic() async throws {
    try await device(consent: .allow) { _, device in #expect(await device.poll().status == 200) }
    try await device(consent: .deny) { _, device in #expect(await device.poll().error == "access_denied") }
  }

  @Test(
    "one wrong parameter of a poll is enough",
    arguments: [
      ("device_code", "device_unknown", "invalid_grant"), ("device_code", nil, "invalid_request"),
      ("client_id", "nobody", "invalid_client"), ("resource", nil, "invalid_target"),
      ("resource", "https://example.com/", "invalid_target"),
    ] as [(String, String?, String)])
  func refusedPoll(name: String, value: String?, error: String) async throws {
    try await device(consent: .allow) { _, device in #expect(await device.poll([name: value]).error == error) }
  }

  @Test("another client cannot poll with the code")
  func foreign() async throws {
    try await device(consent: .allow) { server, device in
      let other = await Device(server)
      #expect(await device.poll(["client_id": other.visitor.clientID]).error == "invalid_grant")
    }
  }

  @Test(
    "one wrong parameter is enough for no codes at all",
    arguments: [
      ("client_id", "nobody", "invalid_client"), ("client_id", nil, "invalid_client"),
      ("scope", "everything", "invalid_scope"), ("resource", nil, "invalid_target"),
      ("resource", "https://example.com/", "invalid_target"),
    ] as [(String, String?, String)])
  func refused(name: String, value: String?, error: String) async throws {
    try await device { _, device in #expect(await Device.ask(device.visitor, [name: value]).error == error) }
  }

  @Test("a client that did not register for it is not authorized, at either endpoint")
  func unregistered() async throws {
    try await device { server, device in
      var other = Visitor(server)
      await other.registered()
      #expect(await Device.ask(other).error == "unauthorized_client")
      #expect(await device.poll(["client_id": other.clientID]).error == "unauthorized_client")
      #expect(await RawClient.send("GET", server.issuer + "/devices/new").status == 405)
    }
  }

  @Test("no_device_grant: no endpoint, no page, no grant type, no registration for it")
  func absent() async throws {
    try await device { server, device in
      server.setBehaviours(on: [.noDeviceGrant])
      #expect(await device.poll().error == "unsupported_grant_type")
      #expect(await Device.ask(device.visitor).status == 404)
      #expect(await RawClient.send("GET", server.issuer.replacing("/realm/demo", with: "/device")).status == 404)
      let metadata = await device.visitor.metadata()
      #expect(metadata["device_authorization_endpoint"] == nil)
      #expect(metadata["grant_types_supported"]?.strings?.contains(Self.grantType) == false)
      #expect(
        await device.visitor.register(["grant_types": [.string(Self.grantType)]]).error == "invalid_client_metadata")
    }
  }

  @Test("the management port lists waiting devices and decides about them; the log has no code")
  func management() async throws {
    try await device { server, device in
      let place = server.managementURL + "/devices"
      let listed = await RawClient.send("GET", place).json.array ?? []
      #expect(listed.compactMap { $0["user_code"]?.string } == [device.userCode])
      for body in [#"{"user_code": "X", "decision": "allow"}"#, #"{"user_code": "\#(device.userCode)"}"#] {
        #expect(await RawClient.send("POST", place, body: body).status == 400)
      }
      let body = #"{"user_code": "\#(device.userCode)", "decision": "allow"}"#
      #expect(await RawClient.send("POST", place, body: body).status == 200)
      #expect(await device.poll().status == 200)
      let poll = try #require(server.requests().last)
      #expect(poll.grantType == Self.grantType)
      #expect(poll.clientAuthentication == "none")
      #expect(poll.parameters["device_code"]?.hasPrefix("sha256:") == true)
    }
  }
}
