import Testing

@testable import DemoServer

@Suite struct BehaviourTests {
  @Test("docs/demo-server.md has the list as it is, in its order")
  func documented() throws {
    let rows = try DocumentedRows.under("## Behaviours")
    #expect(rows == Behaviour.allCases.map { "| `\($0.rawValue)` | \($0.reason) |" })
  }

  @Test("each behaviour is in a test, by its name there or here", arguments: Behaviour.allCases)
  func tested(behaviour: Behaviour) throws {
    let tests = try TestSources.text(except: "BehaviourTests.swift")
    let own = ["no_registration", "further_scopes_forever"]
    let name = "." + String(describing: behaviour)
    #expect(own.contains(behaviour.rawValue) || tests.contains(behaviour.rawValue) || tests.contains(name))
  }

  @Test("a behaviour can be on from the start, and is switched through the management port")
  func switching() async throws {
    try await Stay.server(.init(consent: .allow, behaviours: [.noRegistration])) { server in
      #expect(await Visitor(server).register().status == 404)
      #expect(await send(server, "POST", ["off": ["no_registration"]]).status == 200)
      #expect(await Visitor(server).register().status == 201)
      let changed = await send(server, "POST", ["on": ["further_scopes_forever"]])
      #expect(changed.json == ["on": ["further_scopes_forever"]])
      #expect(server.behaviours == [.furtherScopesForever])
      #expect(await send(server, "GET").json == ["on": ["further_scopes_forever"]])
      server.setBehaviours(on: [.noRegistration], off: [.furtherScopesForever])
      #expect(server.behaviours == [.noRegistration])
    }
  }

  @Test(
    "an unknown name switches nothing",
    arguments: [
      ["on": ["no_registration", "nonsense"]], ["off": ["nonsense"], "on": ["no_registration"]],
      ["on": "no_registration"], ["on": ["no_registration"], "off": ["no_registration"]],
    ] as [JSON])
  func unknown(body: JSON) async throws {
    try await Stay.server { server in
      #expect(await send(server, "POST", body).status == 400)
      #expect(server.behaviours.isEmpty)
    }
  }

  @Test("no_registration: the metadata has no registration endpoint")
  func noRegistration() async throws {
    try await Stay.server { server in
      #expect(await Visitor(server).metadata()["registration_endpoint"] == .string(server.issuer + "/clients/new"))
      server.setBehaviours(on: [.noRegistration])
      #expect(await Visitor(server).metadata()["registration_endpoint"] == nil)
    }
  }

  @Test("further_scopes_forever: each login with what was asked for leads to the next challenge")
  func furtherScopes() async throws {
    try await Stay.server(.init(consent: .allow, behaviours: [.furtherScopesForever])) { server in
      var visitor = Visitor(server)
      await visitor.registered()
      var scope = "tools:read"
      for wanted in ["notes:write", "notes:further-1", "notes:further-2"] {
        let token = await visitor.exchange(await visitor.code(["scope": scope])).json["access_token"]?.string
        let refused = await visitor.call("add_note", ["text": "hello"], token: token)
        #expect(refused.status == 403)
        #expect(refused.header("www-authenticate")?.contains("scope=\"\(wanted)\"") == true)
        scope += " " + wanted
      }
    }
  }

  @Test("the clock can start at a given time")
  func clockStart() async throws {
    try await Stay.server(.init(clockStart: 1_767_225_600)) { server in
      #expect((1_767_225_600..<1_767_225_660).contains(server.now))
    }
  }

  private func send(_ server: DemoServer, _ method: String, _ body: JSON? = nil) async -> Reply {
    await RawClient.send(method, server.managementURL + "/behaviours", body: body?.text)
  }
}
