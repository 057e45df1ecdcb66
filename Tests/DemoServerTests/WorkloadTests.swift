import Testing

@testable import DemoServer

@Suite struct WorkloadTests {
  private static let bearer = "urn:ietf:params:oauth:grant-type:jwt-bearer"

  private func work(_ body: (DemoServer, Visitor) async throws -> Void) async throws {
    try await Stay.server { server in
      server.preregister(PreregisteredClient(id: "job", grantTypes: [Self.bearer], workload: "system:job"))
      var visitor = Visitor(server)
      visitor.clientID = "job"
      try await body(server, visitor)
    }
  }

  private func ask(_ visitor: Visitor, _ token: String, _ changes: [String: String?] = [:]) async -> Reply {
    await visitor.token(
      ["grant_type": Self.bearer, "assertion": token, "client_id": "job", "resource": visitor.resource], changes)
  }

  @Test("a token of the platform leads to an access token, as often as it is used, with or without the client's name")
  func happy() async throws {
    try await work { server, visitor in
      let token = server.issuePlatformToken(to: "system:job")
      for name in ["job", nil] {
        let reply = await ask(visitor, token, ["client_id": name])
        #expect(reply.status == 200)
        #expect(reply.json["refresh_token"] == nil)
        let said = await visitor.call("who_am_i", token: reply.json["access_token"]?.string)
        #expect(said.json["result"]?["structuredContent"]?["subject"] == "system:job")
        #expect(said.json["result"]?["structuredContent"]?["client_id"] == "job")
      }
    }
  }

  @Test("another subject, another server, an expired token and another platform are refused")
  func refused() async throws {
    try await work { server, visitor in
      let stranger = TestKey()
      let forged = try stranger.sign([
        "iss": .string(PlatformToken.issuer), "sub": "system:job", "aud": .string(server.issuer),
        "exp": .integer(Int(server.now) + 60),
      ])
      let elsewhere = await issue(server, ["subject": "system:job", "audience": "https://example.com"])
      let tokens = [
        server.issuePlatformToken(to: "system:other"), server.issuePlatformToken(to: "system:job", lifetime: -1),
        forged,
        elsewhere, "nonsense",
      ]
      for token in tokens {
        #expect(await ask(visitor, token).error == "invalid_grant")
      }
      for token in tokens.dropLast() { #expect(await ask(visitor, token, ["client_id": nil]).error == "invalid_grant") }
      #expect(await ask(visitor, tokens[0], ["client_id": "nobody"]).error == "invalid_client")
    }
  }

  @Test("the management port issues such tokens, and registers the client for them")
  func management() async throws {
    try await work { server, visitor in
      let client: JSON = ["client_id": "managed", "grant_types": [.string(Self.bearer)], "workload": "system:managed"]
      #expect(await RawClient.send("POST", server.managementURL + "/clients", body: client.text).status == 200)
      let token = await issue(server, ["subject": "system:managed"])
      #expect(await ask(visitor, token, ["client_id": "managed"]).status == 200)
      #expect(await RawClient.send("POST", server.managementURL + "/platform-tokens", body: "{}").status == 400)
    }
  }

  private func issue(_ server: DemoServer, _ body: JSON) async -> String {
    let reply = await RawClient.send("POST", server.managementURL + "/platform-tokens", body: body.text)
    return reply.json["token"]?.string ?? ""
  }
}
