import DemoServer
import FoundationEssentials
import HTTP
import MCP
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct AccessTests {
  @Test("a refused token is renewed once, and the call is repeated once")
  func unauthorized() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.expireAccessTokens()
      world.server.clearRequests()
      #expect(try await CallTests.call(world, "add_numbers", ["a=1", "b=1"]).structuredContent == ["sum": 2])
      #expect(world.server.requests().map(\.endpoint) == ["mcp", "token", "mcp"])
      #expect(world.server.requests().map(\.status) == [401, 200, 200])
    }
  }

  @Test("a server that refuses every token costs one rotation, not one for each call")
  func rejected() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let url = world.server.mcpURL
      func refusing(_ times: Int) -> CredentialManager {
        world.manager(
          transport: ScriptedTransport(
            (0..<times).map { _ in ("POST \(url)", .status(401, [("WWW-Authenticate", "Bearer")])) },
            others: world.transport))
      }
      for (times, refreshes) in [(2, 1), (1, 1)] {
        let error = await failure {
          try await CallTests.call(world, "add_numbers", ["a=1", "b=1"], manager: refusing(times))
        }
        #expect(error.name == "rejectedByResource")
        #expect(world.refreshes == refreshes)
      }
      world.advance(by: 61)
      _ = await failure { try await CallTests.call(world, "add_numbers", ["a=1", "b=1"], manager: refusing(2)) }
      #expect(world.refreshes == 2)
    }
  }

  @Test(
    "a server that refuses a renewed token is asked for its metadata, and another issuer in it is told (RFC 9728 §5.2)")
  func movedIssuer() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let url = world.server.mcpURL, moved = "https://new.example"
      let refusal = ScriptedTransport.Answer.status(
        401, [("WWW-Authenticate", #"Bearer resource_metadata="https://meta.example/mcp""#)])
      let document = #"{"resource":"\#(url)","authorization_servers":["\#(moved)"]}"#
      let transport = ScriptedTransport(
        [("POST \(url)", refusal), ("POST \(url)", refusal), ("GET https://meta.example/mcp", .json(document))],
        others: world.transport)
      let manager = world.manager(transport: transport)
      let error = await failure { try await CallTests.call(world, "add_numbers", ["a=1", "b=1"], manager: manager) }
      guard case .issuerChanged("demo", world.server.issuer, [moved]) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(transport.unused.isEmpty)
      #expect(!transport.requests.contains { $0.url.origin == moved })
      #expect(try world.registry.events().first?.kind == .issuerChanged)
      #expect(try world.grant().state == .active)
    }
  }

  @Test("the token is in the header of every request, the goodbye too, nowhere else, and each server gets its own")
  func everyRequest() async throws {
    try await TestWorld.run { world in
      try await world.add()
      try await world.add("classic", world.server.legacyMCPURL)
      world.server.clearRequests()
      for name in ["demo", "classic"] {
        try await CallTests.call(world, "add_numbers", ["a=1", "b=1"], server: name)
      }
      let requests = world.server.requests()
      #expect(requests.map(\.method) == ["POST", "POST", "POST", "POST", "DELETE"])
      let tokens = try requests.map { try #require($0.headers["authorization"]) }
      #expect(tokens.allSatisfy { $0.hasPrefix("Bearer ") })
      #expect(Set(tokens[1...]).count == 1 && tokens[0] != tokens[1])
      for request in requests {
        #expect(request.parameters["access_token"] == nil)
        #expect(!request.parameters.values.contains { value in tokens.contains { $0.hasSuffix(" " + value) } })
      }
    }
  }

  @Test("a token that another process has renewed meanwhile is used instead of spending another one")
  func renewedMeanwhile() async throws {
    try await TestWorld.run { world in
      let old = try await world.add()
      _ = try await world.manager().refresh("demo", account: nil)
      let adopted = try await world.manager().refreshing.refresh(old, .rejected)
      #expect(adopted.generation == 2)
      #expect(world.refreshes == 1)
    }
  }

  @Test("a missing scope is told with what the login has, and a login with them mends it")
  func insufficientScope() async throws {
    try await TestWorld.run { world in
      let grant = try await world.add()
      #expect(grant.grantedScope?.description == "tools:read offline_access")
      let error = try #require(await failure { try await CallTests.call(world, "add_note", ["text=hello"]) })
      guard case .forbidden("demo", "insufficient_scope", let scope?, _) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(scope.description == "tools:read offline_access notes:write")
      #expect(world.refreshes == 0)
      let options = try #require(LoginOptions(mending: error))
      _ = try await world.manager().login("demo", account: nil, options)
      #expect(try await CallTests.call(world, "add_note", ["text=hello"]).text == "Noted.")
    }
  }

  @Test(
    "metadata that a missing scope's challenge names is read again: before more is asked for it is known who to ask")
  func metadataNamedLater() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.clearRequests()
      _ = await failure { try await CallTests.call(world, "add_note", ["text=hello"]) }
      #expect(world.server.requests().count { $0.endpoint == "resource_metadata" } == 1)
      // A call that is not refused asks for nothing.
      try await CallTests.call(world, "add_numbers", ["a=1", "b=1"])
      #expect(world.server.requests().count { $0.endpoint == "resource_metadata" } == 1)
      let elsewhere = "https://elsewhere.example"
      let metadata = #"{"resource":"\#(world.server.mcpURL)","authorization_servers":["\#(elsewhere)"]}"#
      let path = try #require(world.server.requests().first { $0.endpoint == "resource_metadata" }?.path)
      let place = try #require(WebURL(world.server.mcpURL)).origin + path
      let transport = ScriptedTransport([("GET \(place)", .json(metadata))], others: world.transport)
      let error = await failure {
        try await CallTests.call(world, "add_note", ["text=hello"], manager: world.manager(transport: transport))
      }
      guard case .issuerChanged("demo", world.server.issuer, [elsewhere]) = error else {
        Issue.record("\(error.name)")
        return
      }
    }
  }

  @Test("only what a login can mend leads to one")
  func mending() {
    #expect(LoginOptions(mending: .loginRequired(server: "a", account: "b", .never)) != nil)
    #expect(LoginOptions(mending: .rejectedByResource(server: "a", account: "b")) != nil)
    #expect(LoginOptions(mending: .boundTokensNeeded(server: "a", account: "b"))?.boundTokens == true)
    #expect(
      LoginOptions(mending: .forbidden(server: "a", error: "insufficient_scope", scope: Scope("x")))?.scope
        == Scope("x"))
    for error: EngineError in [
      .forbidden(server: "a", error: "insufficient_scope", scope: nil),
      .forbidden(server: "a", error: "insufficient_scope", scope: Scope("")),
      .forbidden(server: "a", error: nil, scope: Scope("x")), .cancelled, .busy(server: "a"),
      .needsNoToken(server: "a"),
    ] {
      #expect(LoginOptions(mending: error) == nil)
    }
  }

  @Test("a spent token is renewed before a call, and a login that needs a person sends none")
  func spent() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.advance(by: 3600)
      try await CallTests.call(world, "add_numbers", ["a=1", "b=1"])
      #expect(world.refreshes == 1)
      world.advance(by: 3600)
      world.server.revokeAll()
      world.server.clearRequests()
      let error = await failure { try await CallTests.call(world, "add_numbers", ["a=1", "b=1"]) }
      #expect(error.loginReason == .refused(code: "invalid_grant"))
      #expect(!world.server.requests().contains { $0.endpoint == "mcp" })
    }
  }

  @Test("a call whose answer is lost is not sent again")
  func lostAnswer() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.plan([PlannedFault(.mcp, .dropAfter)])
      world.server.clearRequests()
      let error = await failure { try await CallTests.call(world, "add_numbers", ["a=1", "b=1"]) }
      guard case .outcomeUnknown(.transport(let failure, let step)) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(failure.sent)
      #expect(step.kind == .mcp)
      #expect(world.server.requests().count { $0.rpcMethod == "tools/call" } == 1)
    }
  }

  @Test(
    "an outage of the server spends no token", arguments: [Fault.internalError, .unavailable(retryAfter: 9), .html])
  func outage(fault: Fault) async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.plan([PlannedFault(.mcp, fault)])
      #expect(await failure { try await CallTests.call(world, "add_numbers", ["a=1", "b=1"]) } != nil)
      #expect(world.refreshes == 0)
    }
  }

  @Test("a tool that asks for input nobody is there to give says what it asks for")
  func inputRequired() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let answer = """
        {"jsonrpc": "2.0", "id": 1, "result": {"resultType": "input_required", "inputRequests": {
        "a": {"method": "elicitation/create"}, "b": {"method": "sampling/createMessage"}}}}
        """
      let transport = ScriptedTransport([("POST \(world.server.mcpURL)", .json(answer))])
      let error = await failure {
        try await CallTests.call(world, "add_numbers", ["a=1", "b=1"], manager: world.manager(transport: transport))
      }
      guard case .inputRequired("add_numbers", "demo", ["elicitation/create", "sampling/createMessage"], []) = error
      else {
        Issue.record("\(error.name)")
        return
      }
    }
  }
}
