import DemoServer
import Engine
import HTTP
import MCP
import Registry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct EndpointTests {
  private static func listing(_ world: TestWorld, _ answers: [ScriptedTransport.Answer]) -> ScriptedTransport {
    ScriptedTransport(answers.map { ("POST \(world.server.mcpURL)", $0) }, others: world.transport)
  }

  private static func moves(_ world: TestWorld) -> Int {
    world.notices.all.filter { if case .endpointMoved = $0 { true } else { false } }.count
  }

  private static func count(_ method: String, _ world: TestWorld) -> Int {
    world.server.requests().filter { $0.rpcMethod == method }.count
  }

  @Test("an endpoint that lives behind a slash is added there")
  func addedBehindRedirect() async throws {
    let configuration = DemoConfiguration(
      accessTokenLifetime: 3600, consent: .allow, behaviours: [.endpointRedirected])
    try await TestWorld.run(configuration) { world in
      let url = world.server.mcpURL
      let grant = try await world.add()
      #expect(grant.serverURL == url + "/")
      #expect(Self.moves(world) == 1)
      #expect(try await CallTests.call(world, "add_numbers", ["a=1", "b=1"]).structuredContent == ["sum": 2])
    }
  }

  @Test(
    "a redirect of a known server is followed with method, body and headers, and the address remembered and said once")
  func movedLater() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.setBehaviours(on: [.endpointRedirected], off: [])
      world.server.clearRequests()
      for _ in 0..<2 { try await CallTests.call(world, "add_numbers", ["a=1", "b=1"]) }
      let requests = world.server.requests().filter { $0.endpoint == "mcp" }
      #expect(requests.map(\.status) == [307, 200, 200])
      #expect(try world.registry.server("demo").address.raw == world.server.mcpURL + "/")
      #expect(Self.moves(world) == 1)
      // What is no longer there is forgotten.
      world.server.setBehaviours(on: [], off: [.endpointRedirected])
      try await CallTests.call(world, "add_numbers", ["a=1", "b=1"])
      #expect(try world.registry.server("demo").settings.movedTo == nil)
    }
  }

  @Test("a tool that was called is no failure for an address that cannot be kept")
  func unkept() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.setBehaviours(on: [.endpointRedirected], off: [])
      try world.sqlite3(
        "CREATE TRIGGER a BEFORE UPDATE OF settings ON server BEGIN SELECT RAISE(FAIL, 'not now'); END")
      #expect(try await CallTests.call(world, "add_numbers", ["a=1", "b=1"]).structuredContent == ["sum": 2])
      #expect(try world.registry.server("demo").settings.movedTo == nil)
    }
  }

  @Test(
    "an outage at the remembered address is no reason to send a call to the old one, too", arguments: [408, 425, 429])
  func outageBehindRedirect(_ status: Int) async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.setBehaviours(on: [.endpointRedirected], off: [])
      try await CallTests.call(world, "add_numbers", ["a=1", "b=1"])
      world.server.clearRequests()
      let moved = world.server.mcpURL + "/"
      let transport = ScriptedTransport([("POST \(moved)", .status(status, []))], others: world.transport)
      let error = await failure {
        try await CallTests.call(
          world, "add_numbers", ["a=1", "b=1"], manager: world.manager(transport: transport))
      }
      #expect(error.name == "notMCP")
      #expect(Self.count("tools/call", world) == 0 && transport.requests.count == 1)
      #expect(try world.registry.server("demo").settings.movedTo == moved)
    }
  }

  @Test(
    "a redirect that changes the request, leads elsewhere or in a circle is refused for good, with its Location",
    arguments: [
      (301, "/tools/mcp/"), (302, "/tools/mcp/"), (303, "/tools/mcp/"), (307, "https://other.example/mcp"),
      (308, "http://other.example/mcp"), (307, "/tools/mcp"), (307, "javascript:alert(1)"), (307, ""),
    ])
  func refused(status: Int, location: String) async throws {
    try await TestWorld.run { world in
      try await world.add()
      let transport = Self.listing(world, [.status(status, [("Location", location)])])
      let error = await failure {
        try await world.manager(transport: transport).tools("demo", account: nil, deadline: .seconds(10))
      }
      guard case .redirect(let refused, _) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(refused.to == location)
      #expect(transport.requests.count == 1)
    }
  }

  @Test("a session that is lost is opened anew for a list, and for a call its outcome is unknown")
  func sessionLost() async throws {
    try await TestWorld.run { world in
      try await world.add("classic", world.server.legacyMCPURL)
      world.server.clearRequests()
      world.server.plan([PlannedFault(.mcp, .sessionsForgotten, after: 2)])
      _ = try await world.manager().tools("classic", account: nil, deadline: .seconds(10))
      #expect(Self.count("initialize", world) == 2)
      world.server.plan([PlannedFault(.mcp, .sessionsForgotten, after: 2)])
      world.server.clearRequests()
      // Its hints do not say that it may be called twice; those of the other do.
      let error = await failure { try await CallTests.call(world, "add_note", ["text=hi"], server: "classic") }
      #expect(error.name == "outcomeUnknown")
      #expect(Self.count("tools/call", world) == 1)
      world.server.plan([PlannedFault(.mcp, .sessionsForgotten, after: 2)])
      try await CallTests.call(world, "add_numbers", ["a=1", "b=1"], server: "classic")
    }
  }

  @Test("a session that is found by its cookie alone is kept, and nobody else is told the cookie")
  func cookies() async throws {
    try await TestWorld.run { world in
      world.server.setBehaviours(on: [.stickySessions], off: [])
      try await world.add("classic", world.server.legacyMCPURL)
      try await CallTests.call(world, "add_numbers", ["a=1", "b=1"], server: "classic")
      #expect(!world.server.requests().contains { $0.endpoint != "mcp" && $0.headers["cookie"] != nil })
    }
  }

  @Test("an event without its blank line is an answer where it is a whole one")
  func unended() async throws {
    try await TestWorld.run { world in
      world.server.setBehaviours(on: [.eventsUnended], off: [])
      try await world.add("classic", world.server.legacyMCPURL)
      try await CallTests.call(world, "add_numbers", ["a=1", "b=1"], server: "classic")
    }
  }

  @Test("a scope that is missing to a token of past or unknown end costs one refresh before a person is asked")
  func expiredAsScope() async throws {
    let configuration = DemoConfiguration(
      accessTokenLifetime: 3600, consent: .allow, behaviours: [.insufficientScopeForExpired, .noExpiresIn])
    try await TestWorld.run(configuration) { world in
      #expect(try await world.add().times.expiresAt == nil)
      world.server.expireAccessTokens()
      try await CallTests.call(world, "add_numbers", ["a=1", "b=1"])
      #expect(world.refreshes == 1)
    }
  }

  @Test("a page that must be visited is told with its whole address")
  func visit() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.setBehaviours(on: [.visitsDemanded], off: [])
      let error = await failure { try await CallTests.call(world, "add_numbers", ["a=1", "b=1"]) }
      guard case .rpc(let refusal, "demo") = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(
        PageVisit.wanted(by: refusal) == [
          PageVisit(
            url: try #require(WebURL("https://pages.example/yes/1?tool=add_numbers")),
            message: "Say yes on this page first")
        ])
    }
  }

  @Test(
    "an outage is one whatever body it carries, with its words and its time",
    arguments: [
      (429, #"{"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"slow down"}}"#, "slow down"),
      (503, #"{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"no room"}}"#, "no room"),
      (425, #"["too early"]"#, "too early"), (408, #"{"detail":"waited"}"#, "waited"),
      (500, #"{"error":{"message":"broken"}}"#, "broken"),
    ])
  func outage(status: Int, body: String, words: String) async throws {
    try await TestWorld.run { world in
      try await world.add()
      let headers = [("Content-Type", "application/json"), ("Retry-After", "7")]
      let transport = Self.listing(world, [.status(status, headers, body: body)])
      let error = await failure {
        try await world.manager(transport: transport).tools("demo", account: nil, deadline: .seconds(10))
      }
      guard case .notMCP(let answer) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(answer.status == status && answer.words == words && answer.retryAfter == 7)
    }
  }

  @Test("a call that was sent and not answered is of unknown outcome; a list is not")
  func unknownOutcome() async throws {
    try await TestWorld.run { world in
      try await world.add()
      for (sent, name) in [(true, "outcomeUnknown"), (false, "transport")] {
        let transport = Self.listing(world, [.failure(.closed, sent: sent)])
        let error = await failure {
          try await CallTests.call(world, "add_numbers", ["a=1", "b=1"], manager: world.manager(transport: transport))
        }
        #expect(error.name == name)
      }
      for body in ["{", #"{"jsonrpc":"2.0","id":99,"result":{}}"#, #"{"jsonrpc":"2.0","id":1,"result":{"content":7}}"#]
      {
        let transport = Self.listing(world, [.json(body)])
        let error = await failure {
          try await CallTests.call(world, "add_numbers", ["a=1", "b=1"], manager: world.manager(transport: transport))
        }
        #expect(error.name == "outcomeUnknown")
      }
      let transport = Self.listing(world, [.failure(.closed, sent: true)])
      let error = await failure {
        try await world.manager(transport: transport).tools("demo", account: nil, deadline: .seconds(10))
      }
      #expect(error.name == "transport")
    }
  }

  @Test("a server that lists the very version it refuses is asked in it once more, and then told so")
  func sameVersion() async throws {
    try await TestWorld.run { world in
      let refusal = ScriptedTransport.Answer.json(
        """
        {"jsonrpc":"2.0","id":1,"error":{"code":-32022,"message":"no","data":{"supported":["2026-07-28"],"requested":"x"}}}
        """, status: 400)
      let url = try #require(WebURL(world.server.openMCPURL))
      for (times, name) in [(1, "success"), (2, "mcp")] {
        let transport = ScriptedTransport(
          (0..<times).map { _ in ("POST \(url)", refusal) }, others: world.transport)
        let error = await failure {
          try await world.manager(transport: transport).add(
            url, name: "open\(times)", account: nil, login: true, LoginOptions())
        }
        #expect(error.name == name)
        if case .mcp(let flaw, _) = error { #expect(flaw == .refusesOwnVersion("2026-07-28")) }
      }
    }
  }

  @Test("a server that gave no sign of the modern era and then wants a session is given one")
  func unmarked() async throws {
    try await TestWorld.run(.init(consent: .allow, era: .legacy)) { world in
      let url = try #require(WebURL(world.server.openMCPURL))
      let tools =
        #"{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"add_numbers","inputSchema":{"type":"object"}}]}}"#
      _ = try await world.manager(
        transport: ScriptedTransport([("POST \(url)", .json(tools))], others: world.transport)
      )
      .add(url, name: "open", account: nil, login: true, LoginOptions())
      #expect(try world.registry.server("open").era == "modern")
      func manager(_ answers: [ScriptedTransport.Answer]) -> CredentialManager {
        world.manager(transport: ScriptedTransport(answers.map { ("POST \(url)", $0) }, others: world.transport))
      }
      _ = try await manager([.json(tools)]).tools("open", account: nil, deadline: .seconds(10))
      let refusal = #"{"jsonrpc":"2.0","id":"server-error","error":{"code":-32600,"message":"Missing session ID"}}"#
      let again = tools.replacing(#""id":1"#, with: #""id":2"#)
      let result = try await CallTests.call(
        world, "add_numbers", [], server: "open", manager: manager([.json(refusal, status: 400), .json(again)]))
      #expect(result.isError)
      #expect(world.server.requests().contains { $0.rpcMethod == "initialize" })
    }
  }
}
