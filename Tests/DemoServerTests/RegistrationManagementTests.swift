import Testing

@testable import DemoServer

@Suite struct RegistrationManagementTests {
  /// A client that has registered, with what it was told.
  private struct Registered {
    let server: DemoServer
    let visitor: Visitor
    let answer: JSON

    init(_ server: DemoServer, _ changes: [String: JSON?] = [:]) async {
      self.server = server
      var visitor = Visitor(server)
      answer = await visitor.register(changes).json
      visitor.clientID = answer["client_id"]?.string ?? ""
      self.visitor = visitor
    }

    var uri: String { answer["registration_client_uri"]?.string ?? "" }
    var token: String { answer["registration_access_token"]?.string ?? "" }

    func send(_ method: String, _ body: JSON? = nil, token: String? = nil, to uri: String? = nil) async -> Reply {
      await RawClient.send(
        method, uri ?? self.uri,
        headers: ["Authorization": "Bearer \(token ?? self.token)", "Content-Type": "application/json"],
        body: body?.text)
    }

    /// What an update has to send back, with changes.
    func update(_ changes: [String: JSON?] = [:]) -> JSON {
      let forbidden = [
        "registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at",
      ]
      var members = (answer.object ?? [:]).filter { !forbidden.contains($0.key) }
      for (name, value) in changes { members[name] = value }
      return .object(members)
    }
  }

  private func registered(
    _ behaviours: Set<Behaviour> = [], _ changes: [String: JSON?] = [:],
    _ body: (Registered) async throws -> Void
  ) async throws {
    try await Stay.server(.init(consent: .allow, behaviours: behaviours)) { server in
      try await body(await Registered(server, changes))
    }
  }

  @Test("a registration can be read, as it was answered")
  func read() async throws {
    try await registered([], ["software_id": "visitor", "contacts": ["a@b.example"]]) { client in
      #expect(client.uri.hasPrefix(client.server.issuer + "/clients/known/client_"))
      let reply = await client.send("GET")
      #expect(reply.status == 200)
      #expect(reply.json == client.answer)
      #expect(reply.json["software_id"] == "visitor")
      #expect(reply.header("cache-control") == "no-store")
      #expect(client.server.requests().last?.endpoint == "client_configuration")
    }
  }

  @Test("an update replaces the metadata and nothing else")
  func update() async throws {
    try await registered([], ["token_endpoint_auth_method": "client_secret_post"]) { client in
      let other = "http://127.0.0.1:8888/callback"
      let reply = await client.send("PUT", client.update(["redirect_uris": [.string(other)], "client_name": .null]))
      #expect(reply.status == 200)
      #expect(reply.json["redirect_uris"] == [.string(other)])
      #expect(reply.json["client_name"] == nil)
      for kept in ["client_id", "client_secret", "registration_access_token", "client_id_issued_at"] {
        #expect(reply.json[kept] == client.answer[kept])
      }
      #expect(await client.visitor.authorize(["redirect_uri": other]).status == 302)
      #expect(await client.visitor.authorize().status == 400)
    }
  }

  @Test(
    "an update that breaks a rule changes nothing",
    arguments: [
      ("client_id", nil), ("client_id", "other"), ("registration_access_token", "x"), ("registration_client_uri", "x"),
      ("client_secret_expires_at", 0), ("client_id_issued_at", 0), ("client_name", nil), ("grant_types", nil),
      ("client_secret", "guess"), ("grant_types", ["implicit"]), ("redirect_uris", ["http://example.com/cb"]),
    ] as [(String, JSON?)])
  func refused(name: String, value: JSON?) async throws {
    try await registered { client in
      let reply = await client.send("PUT", client.update([name: value]))
      #expect(reply.status == 400)
      #expect(reply.error == (name == "redirect_uris" ? "invalid_redirect_uri" : "invalid_client_metadata"))
      #expect(await client.send("GET").json == client.answer)
    }
  }

  @Test("an update can bring a public client a secret, and take it away")
  func method() async throws {
    try await registered { client in
      let reply = await client.send("PUT", client.update(["token_endpoint_auth_method": "client_secret_basic"]))
      #expect(reply.json["client_secret"]?.string?.isEmpty == false)
      #expect(reply.json["client_secret_expires_at"] == 0)
      let back = await client.send("PUT", client.update())
      #expect(back.json["client_secret"] == nil)
    }
  }

  @Test("a wrong token is 401, another client's is 403, another method 405")
  func access() async throws {
    try await registered { client in
      let wrong = await client.send("GET", token: "guess")
      #expect(wrong.status == 401)
      #expect(wrong.header("www-authenticate")?.contains("error=\"invalid_token\"") == true)
      #expect(await RawClient.send("GET", client.uri).status == 401)
      let other = await Registered(client.server)
      #expect(await client.send("DELETE", token: other.token).status == 403)
      #expect(await client.send("POST", client.update()).status == 405)
      #expect(await client.send("GET").status == 200)
    }
  }

  @Test("a deleted client is gone with its grants, and its token says 401 from then on")
  func delete() async throws {
    try await registered { client in
      let tokens = await client.visitor.exchange(await client.visitor.code()).json
      let access = tokens["access_token"]?.string
      let reply = await client.send("DELETE")
      #expect(reply.status == 204)
      #expect(reply.body.isEmpty)
      #expect(await client.visitor.modern("tools/list", token: access).status == 401)
      #expect(await client.visitor.refresh(tokens["refresh_token"]?.string ?? "").error == "invalid_client")
      #expect(await client.send("GET").status == 401)
      #expect(await client.send("DELETE").status == 401)
    }
  }

  @Test("rotating_registration_tokens: each answer has another token, and the one before is dead")
  func rotatingTokens() async throws {
    try await registered([.rotatingRegistrationTokens]) { client in
      let read = await client.send("GET").json["registration_access_token"]?.string ?? ""
      #expect(await client.send("GET").status == 401)
      let updated = await client.send("PUT", client.update(), token: read).json["registration_access_token"]?.string
      #expect(updated != nil && updated != read)
      #expect(await client.send("GET", token: read).status == 401)
      #expect(await client.send("DELETE", token: updated).status == 204)
    }
  }

  @Test("rotating_secrets: an update brings another secret, good for longer, and the one before is refused")
  func rotatingSecrets() async throws {
    let basic: [String: JSON?] = ["token_endpoint_auth_method": "client_secret_post"]
    try await registered([.rotatingSecrets, .expiringSecrets], basic) { client in
      client.server.advanceClock(by: 1000)
      let updated = await client.send("PUT", client.update()).json
      let (old, new) = (client.answer["client_secret"]?.string, updated["client_secret"]?.string)
      #expect(old != new)
      let ends = [client.answer, updated].compactMap { $0["client_secret_expires_at"]?.integer }
      #expect(ends.count == 2 && ends[1] >= ends[0] + 1000)
      #expect(
        await client.visitor.exchange(await client.visitor.code(), ["client_secret": old]).error == "invalid_client")
      #expect(await client.visitor.exchange(await client.visitor.code(), ["client_secret": new]).status == 200)
    }
  }

  @Test(
    "registration_updates_forbidden and registration_updates_unsupported: it can be read and no more",
    arguments: [(Behaviour.registrationUpdatesForbidden, 403), (.registrationUpdatesUnsupported, 405)])
  func readOnly(behaviour: Behaviour, status: Int) async throws {
    try await registered([behaviour]) { client in
      #expect(await client.send("PUT", client.update()).status == status)
      #expect(await client.send("DELETE").status == status)
      #expect(await client.send("GET").status == 200)
    }
  }

  @Test("no_registration_management: the answer has nothing of it, and there is no such place")
  func absent() async throws {
    try await registered { client in
      client.server.setBehaviours(on: [.noRegistrationManagement])
      let other = await Registered(client.server)
      #expect(other.answer["registration_client_uri"] == nil)
      #expect(other.answer["registration_access_token"] == nil)
      #expect(await client.send("GET").status == 404)
    }
  }
}
