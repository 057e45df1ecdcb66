import Testing

@testable import DemoServer

@Suite struct ManagementTests {
  private func send(
    _ server: DemoServer, _ command: String, _ body: JSON? = nil, headers: [String: String] = [:]
  ) async -> Reply {
    let parts = command.split(separator: " ").map(String.init)
    return await RawClient.send(
      parts[0], server.managementURL + parts[1], headers: headers, body: body?.text)
  }

  @Test("the log has every request in order with its answer, and no secret")
  func log() async throws {
    try await Stay.with { stay in
      _ = await stay.visitor.call("who_am_i", token: stay.accessToken)
      let reply = await send(stay.server, "GET /requests")
      let requests = reply.json.array ?? []
      #expect(requests.compactMap { $0["endpoint"]?.string } == ["registration", "authorization", "token", "mcp"])
      #expect(requests.compactMap { $0["status"]?.integer } == [201, 302, 200, 200])
      #expect(requests[2]["grant_type"] == "authorization_code")
      #expect(requests[2]["parameters"]?["code"]?.string?.hasPrefix("sha256:") == true)
      #expect(requests[3]["rpc_method"] == "tools/call")
      #expect(requests[3]["headers"]?["authorization"]?.string?.hasPrefix("Bearer sha256:") == true)
      for secret in [stay.accessToken, stay.refreshToken, Visitor.verifier, "st&te"] {
        #expect(!reply.text.contains(secret))
      }
      #expect(await send(stay.server, "DELETE /requests").status == 200)
      #expect(stay.server.requests().isEmpty)
    }
  }

  @Test("the same secret has the same fingerprint wherever it is sent")
  func fingerprints() async throws {
    try await Stay.with { stay in
      _ = await stay.visitor.revoke(stay.accessToken)
      _ = await stay.visitor.call("who_am_i", token: stay.accessToken)
      let requests = stay.server.requests().suffix(2)
      let token = requests.first?.parameters["token"] ?? ""
      #expect(requests.last?.headers["authorization"] == "Bearer \(token)")
    }
  }

  @Test("the clock, expiry, revocation and consent can be driven from outside")
  func control() async throws {
    try await Stay.with { stay in
      let before = stay.server.now
      #expect(await send(stay.server, "POST /clock", ["advance": 50]).status == 200)
      #expect(stay.server.now >= before + 50)
      #expect(await send(stay.server, "POST /expire").status == 200)
      #expect(await stay.visitor.call("who_am_i", token: stay.accessToken).status == 401)
      #expect(await send(stay.server, "POST /revoke-all").status == 200)
      #expect(await stay.visitor.refresh(stay.refreshToken).error == "invalid_grant")
      #expect(await send(stay.server, "POST /consent", ["mode": "deny"]).status == 200)
      #expect(Visitor.callback(await stay.visitor.authorize())["error"] == "access_denied")
      #expect(await send(stay.server, "GET /state").json["live_grants"] == 0)
    }
  }

  @Test("a client can be registered by hand and used")
  func preregistration() async throws {
    try await Stay.server { server in
      let reply = await send(
        server, "POST /clients",
        ["redirect_uris": [.string(Visitor.redirectURI)], "token_endpoint_auth_method": "client_secret_post"])
      var visitor = Visitor(server)
      visitor.clientID = reply.json["client_id"]?.string ?? ""
      let secret = reply.json["client_secret"]?.string
      #expect(await visitor.exchange(await visitor.code(), ["client_secret": secret]).status == 200)
      #expect(await send(server, "DELETE /clients").status == 200)
      #expect(await visitor.authorize().status == 400)
    }
  }

  @Test("faults can be planned, listed and ended from outside")
  func faults() async throws {
    try await Stay.with { stay in
      let plan: JSON = [
        ["endpoint": "refresh", "fault": "status_503", "times": .null, "retry_after": 9],
        ["endpoint": "mcp", "fault": "html", "after": 2, "probability": .number(0.5)],
        ["endpoint": "metadata", "fault": "wrong_type", "member": "issuer"],
      ]
      #expect(await send(stay.server, "POST /faults", ["faults": plan, "seed": 5]).status == 200)
      #expect(
        stay.server.plannedFaults == [
          PlannedFault(.refresh, .unavailable(retryAfter: 9), times: nil),
          PlannedFault(.mcp, .html, after: 2, probability: 0.5),
          PlannedFault(.metadata, .wrongType(member: "issuer")),
        ])
      #expect(await stay.visitor.refresh(stay.refreshToken).header("retry-after") == "9")
      #expect(await send(stay.server, "GET /faults").json.array?.count == 3)
      #expect(await send(stay.server, "DELETE /faults").status == 200)
      #expect(await stay.visitor.refresh(stay.refreshToken).status == 200)
    }
  }

  @Test(
    "what makes no sense is refused and changes nothing",
    arguments: [
      ("POST /clock", ["advance": -1]), ("POST /clock", [:]), ("POST /consent", ["mode": "maybe"]),
      ("POST /faults", [["endpoint": "nowhere", "fault": "html"]]),
      ("POST /faults", [["endpoint": "token", "fault": "nonsense"]]),
      ("POST /faults", [["endpoint": "token", "fault": "html", "times": 0]]),
      ("POST /faults", [["endpoint": "token", "fault": "html", "after": -1]]),
      ("POST /faults", [["endpoint": "token", "fault": "html", "probability": 0]]),
      ("POST /faults", ["faults": [], "seed": -1]),
      ("POST /clients", [:]),
    ] as [(String, JSON)])
  func nonsense(command: String, body: JSON) async throws {
    try await Stay.server { server in
      let reply = await send(server, command, body)
      #expect(reply.status == 400)
      #expect(reply.json["error"]?.string?.isEmpty == false)
      #expect(server.plannedFaults.isEmpty)
    }
  }

  @Test("a web page cannot manage the server, and there are no other commands")
  func outsiders() async throws {
    try await Stay.server { server in
      let page = await send(server, "POST /revoke-all", headers: ["Origin": "http://127.0.0.1:1"])
      #expect(page.status == 403)
      #expect(await send(server, "POST /nothing").status == 404)
      #expect(await send(server, "GET /").json["commands"]?["POST /clock"] != nil)
    }
  }
}
