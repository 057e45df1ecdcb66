import DemoServer
import FoundationEssentials
import HTTP
import MCP
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

/// Requests to servers with tokens that are bound to a key (RFC 9449 §7, §9).
@Suite(.timeLimit(.minutes(1))) struct BoundCallTests {
  @Test(
    "every request has a proof of its own for the token, in both eras and to the end of a session",
    arguments: [[.dpopRequired], [.dpopRequired, .dpopRotatingNonces]] as [Set<Behaviour>])
  func everyRequest(behaviours: Set<Behaviour>) async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: behaviours)) { world in
      let transport = world.recorder()
      let manager = world.manager(transport: transport)
      for (name, url) in [("demo", world.server.mcpURL), ("classic", world.server.legacyMCPURL)] {
        _ = try await world.addBound(name, url, manager)
        let result = try await CallTests.call(world, "count_slowly", ["upto=2"], server: name, manager: manager)
        #expect(result.text == "Counted to 2.")
      }
      let sent = transport.requests.filter {
        $0.headers["Authorization"] != nil && [world.server.mcpURL, world.server.legacyMCPURL].contains($0.url.raw)
      }
      #expect(sent.contains { $0.method == .delete })
      #expect(sent.allSatisfy { $0.headers["Authorization"]?.hasPrefix("DPoP ") == true })
      let proofs = sent.compactMap { SentProof($0) }
      #expect(proofs.count == sent.count && Set(proofs.map(\.claims.jti)).count == sent.count)
      #expect(proofs.allSatisfy { $0.claims.ath != nil })
      #expect(zip(sent, proofs).allSatisfy { $0.method.rawValue == $1.claims.htm && $0.url.raw == $1.claims.htu })
      let ends = world.server.requests().filter { $0.method == "DELETE" }
      #expect(ends.last?.status == 200 || ends.last?.status == 204, "\(ends.map(\.status))")
    }
  }

  @Test("a call that was answered with a nonce is made once more, and its tool runs once")
  func nonce() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.dpopRequired, .dpopNonces])) { world in
      var options = LoginOptions()
      options.scope = Scope("tools:read notes:write offline_access")
      let url = try #require(WebURL(world.server.mcpURL))
      _ = try await world.manager().add(url, name: "demo", account: nil, login: true, options)
      world.server.clearRequests()
      // A process that knows no nonce, with the tools in its cache.
      let cold = world.manager(registry: try world.secondRegistry())
      _ = try await CallTests.call(world, "add_note", ["text=once"], manager: cold)
      #expect(world.server.requests().map(\.rpcMethod) == ["tools/call", "tools/call"])
      #expect(world.server.requests().map(\.status) == [401, 200])
      world.server.clearRequests()
      _ = try await CallTests.call(world, "add_note", ["text=twice"], manager: cold)
      #expect(world.server.requests().map(\.status) == [200])
    }
  }

  @Test("a second demand for a nonce is an error, and no refused token: nothing is refreshed")
  func demandedTwice() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.dpopRequired])) { world in
      try await world.add()
      let place = "POST \(world.server.mcpURL)"
      func demand(_ nonce: String) -> ScriptedTransport.Answer {
        .status(401, [("WWW-Authenticate", #"DPoP error="use_dpop_nonce""#), ("DPoP-Nonce", nonce)])
      }
      let transport = world.recorder([(place, demand("n1")), (place, demand("n2"))])
      let error = await failure {
        try await CallTests.call(
          world, "add_numbers", ["a=1", "b=1"], manager: world.manager(transport: transport))
      }
      guard case .proofRefused("demo", code: "use_dpop_nonce", _) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(transport.requests.compactMap { SentProof($0) }.map(\.claims.nonce) == [nil, "n1"])
      #expect(transport.unused.isEmpty && world.refreshes == 0)
    }
  }

  @Test("a nonce that comes with any answer takes the place of the one before")
  func laterNonce() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.dpopRequired, .dpopRotatingNonces])) { world in
      let manager = world.manager()
      _ = try await world.addBound("demo", nil, manager)
      for _ in 0..<3 { try await CallTests.call(world, "add_numbers", ["a=1", "b=1"], manager: manager) }
      let answers = world.server.requests().filter { $0.endpoint == "mcp" }.map(\.status)
      // One without a token, one without a nonce.
      #expect(answers == [401, 401, 200, 200, 200, 200, 200], "\(answers)")
    }
  }

  @Test("a refused token is renewed once, with its key")
  func unauthorized() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.dpopRequired])) { world in
      try await world.add()
      world.server.expireAccessTokens()
      world.server.clearRequests()
      #expect(try await CallTests.call(world, "add_numbers", ["a=1", "b=1"]).structuredContent == ["sum": 2])
      #expect(world.server.requests().map(\.endpoint) == ["mcp", "token", "mcp"])
      #expect(try world.grant().isBound)
    }
  }

  @Test("a bearer login to a server that now demands bound tokens is told so, and a new login mends it")
  func demandedByNow() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.setBehaviours(on: [.dpopRequired])
      let error = await failure { try await CallTests.call(world, "add_numbers", ["a=1", "b=1"]) }
      #expect(error.name == "boundTokensNeeded")
      #expect(world.refreshes == 0)
      // What is kept of the authorization server is from before it had DPoP.
      let call = try CallTests.toolCall("add_numbers", ["a=1", "b=1"])
      let result = try await world.manager().call("demo", account: nil, call, mayLogIn: true)
      #expect(result.structuredContent == ["sum": 2])
      #expect(try world.grant().isBound)
    }
  }

  @Test("a proof that is refused for the clock is no refused token")
  func clock() async throws {
    try await TestWorld.run(.init(accessTokenLifetime: 3600, consent: .allow, behaviours: [.dpopRequired])) { world in
      try await world.add()
      world.clock.advance(by: 600)
      let error = await failure { try await CallTests.call(world, "add_numbers", ["a=1", "b=1"]) }
      guard case .proofRefused("demo", code: "invalid_dpop_proof", _) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(world.refreshes == 0)
    }
  }

  @Test("how far the server's clock is from ours is told where it tells the time")
  func distance() async throws {
    try await TestWorld.run(.init(accessTokenLifetime: 3600, consent: .allow, behaviours: [.dpopRequired])) { world in
      try await world.add()
      let headers = [
        ("WWW-Authenticate", #"DPoP error="invalid_dpop_proof""#), ("Date", "Thu, 01 Jan 2026 01:00:00 GMT"),
      ]
      let transport = world.recorder([("POST \(world.server.mcpURL)", .status(401, headers))])
      let manager = world.manager(transport: transport)
      let error = await failure { try await CallTests.call(world, "add_numbers", ["a=1", "b=1"], manager: manager) }
      guard case .proofRefused("demo", code: "invalid_dpop_proof", ahead: 3600) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }

  @Test(
    "userinfo is asked with a proof, too",
    arguments: [[.dpopRequired], [.dpopRequired, .dpopNonces]] as [Set<Behaviour>])
  func userInfo(behaviours: Set<Behaviour>) async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: behaviours.union([.noIDToken]))) { world in
      try await SubjectTests.add(world)
      let identity = try await world.manager(registry: world.secondRegistry()).whoAmI("demo", account: nil)
      #expect(identity.source == .userInfo && identity.person.username == "ada")
      #expect(world.schemes == ["DPoP"])
    }
  }

  @Test("a bound token is not handed out, fresh or spent")
  func handOut() async throws {
    try await TestWorld.run(.init(accessTokenLifetime: 3600, consent: .allow, behaviours: [.dpopRequired])) { world in
      try await world.add()
      let manager = world.manager()
      func stored() async throws -> HandedOutToken? {
        try manager.storedToken("demo", account: nil, minimumValidity: nil)
      }
      #expect(await failure(of: stored).name == "boundToken")
      world.advance(by: 4000)
      #expect(await failure(of: stored).name == "boundToken")
      let later = await failure { try await manager.token("demo", account: nil, minimumValidity: nil) }
      #expect(later.name == "boundToken")
      #expect(world.refreshes == 0)
    }
  }
}
