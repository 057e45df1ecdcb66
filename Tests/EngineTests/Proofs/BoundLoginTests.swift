import DemoServer
import FoundationEssentials
import HTTP
import LinuxPlatform
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

/// Logins whose tokens are bound to a key (RFC 9449).
@Suite(.timeLimit(.minutes(1))) struct BoundLoginTests {
  @Test(
    "a server that demands bound tokens gets them, whatever nonces it wants",
    arguments: [[], [.dpopNonces], [.dpopRotatingNonces]] as [Set<Behaviour>])
  func demanded(more: Set<Behaviour>) async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: more.union([.dpopRequired]))) { world in
      let grant = try await world.add()
      #expect(grant.isBound && grant.hasRefreshToken)
      let keys = try world.manager().keyRing.dataKeys()
      let key = try #require(try world.manager().exchanges.dpopKey(of: grant, keys))
      let asked = world.server.requests().first { $0.endpoint == "authorization" }
      #expect(asked?.parameters["dpop_jkt"] == key.thumbprint)
      #expect(try await CallTests.call(world, "add_numbers", ["a=1", "b=1"]).structuredContent == ["sum": 2])
      #expect(world.schemes == ["DPoP"])
      // Nothing was said twice.
      let proofs = world.server.requests().compactMap { $0.headers["dpop"] }
      #expect(Set(proofs).count == proofs.count)
      #expect(world.refreshes == 0)
      // Nobody asked for it, so the next login does without where the server does.
      #expect(try world.registry.server("demo").settings.boundTokens == nil)
    }
  }

  @Test("a challenge for bound tokens alone is a demand, too, without any metadata that says so")
  func challenged() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.dpop])) { world in
      let url = world.server.mcpURL
      let transport = world.recorder([("POST \(url)", .status(401, [("WWW-Authenticate", #"DPoP algs="ES256""#)]))])
      let added = try await world.manager(transport: transport).add(
        #require(WebURL(url)), name: "demo", account: nil, login: true, LoginOptions())
      #expect(added.grant?.isBound == true)
    }
  }

  @Test("where nobody wants bound tokens no proof is sent")
  func notWanted() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.dpop])) { world in
      #expect(try await !world.add().isBound)
      _ = try await world.manager().refresh("demo", account: nil)
      #expect(!world.server.requests().contains { $0.headers["dpop"] != nil || $0.parameters["dpop_jkt"] != nil })
      #expect(world.schemes == ["Bearer"])
    }
  }

  @Test("a person can want them where the server only takes them, for the logins after it too")
  func wanted() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.dpop])) { world in
      let first = try #require(try await world.addBound().grant)
      #expect(first.isBound)
      let second = try await world.manager().login("demo", account: nil, LoginOptions())
      #expect(second.isBound && second.id == first.id)
      let keys = try world.manager().keyRing.dataKeys()
      let key = try #require(try world.registry.dpopKey(of: first, keys: keys))
      // Each login has a key of its own.
      #expect(try world.registry.dpopKey(of: second, keys: keys)?.matches(key.exposed) == false)
      #expect(world.schemes == ["DPoP"])

      var bearer = LoginOptions()
      bearer.boundTokens = false
      #expect(try await !world.manager().login("demo", account: nil, bearer).isBound)
      #expect(try await !world.manager().login("demo", account: nil, LoginOptions()).isBound)
    }
  }

  @Test("an authorization server without DPoP is refused before a client is registered or a browser is started")
  func unsupported() async throws {
    try await TestWorld.run { world in
      let browser = world.browser()
      let error = await failure { try await world.addBound("demo", nil, world.manager(browser: browser)) }
      guard case .oauth(.unsupported(.boundTokens(accepted: nil, isDemanded: false)), _) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(browser.opened.isEmpty)
      #expect(!world.server.requests().contains { ["registration", "token"].contains($0.endpoint) })
    }
  }

  @Test("a server that takes none of our proofs is refused, too")
  func otherProofs() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.dpop])) { world in
      let url = world.server.mcpURL
      let challenge = #"DPoP resource_metadata="https://meta.example/mcp""#
      let document = """
        {"resource":"\(url)","authorization_servers":["\(world.server.issuer)"],
        "dpop_bound_access_tokens_required":true,"dpop_signing_alg_values_supported":["RS256"]}
        """
      let transport = world.recorder([
        ("POST \(url)", .status(401, [("WWW-Authenticate", challenge)])),
        ("GET https://meta.example/mcp", .json(document)),
      ])
      let error = await failure {
        try await world.manager(transport: transport).add(
          #require(WebURL(url)), name: "demo", account: nil, login: true, LoginOptions())
      }
      guard case .oauth(.unsupported(.boundTokens(accepted: ["RS256"], isDemanded: true)), let step) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(step.kind == .resourceMetadata)
      #expect(!world.server.requests().contains { $0.endpoint == "registration" })
    }
  }

  @Test("tokens that were to be bound and are not are taken back, and nothing is stored")
  func ignored() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.dpopIgnored])) { world in
      let error = await failure { try await world.addBound() }
      guard case .oauth(.unsupported(.tokenType("Bearer", wanted: .dpop)), _) = error else {
        Issue.record("\(error.name)")
        return
      }
      let stored = try world.registry.servers()
      #expect(stored.isEmpty)
      let revoked = world.server.requests().filter { $0.endpoint == "revocation" }
      #expect(revoked.map(\.status) == [200, 200])
      #expect(world.notices.all.contains { if case .takenBack("demo", areRevoked: true) = $0 { true } else { false } })
    }
  }

  @Test("a demand for a nonce leads to one request more, and a second one to an error")
  func demandedTwice() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.dpop])) { world in
      let place = "POST \(world.tokenEndpoint)"
      let transport = world.recorder([(place, Self.demand("n1")), (place, Self.demand("n2"))])
      let error = await failure {
        try await world.addBound("demo", nil, world.manager(transport: transport))
      }
      guard case .oauth(.refused(let refusal), _) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(refusal.code == "use_dpop_nonce")
      let proofs = BoundRefreshTests.tokenRequests(world, transport).compactMap { SentProof($0) }
      #expect(proofs.map(\.claims.nonce) == [nil, "n1"])
      #expect(Set(proofs.map(\.claims.jti)).count == 2)
    }
  }

  @Test("what one process begins another one finishes with the same key", arguments: [false, true])
  func split(needsNonces: Bool) async throws {
    let behaviours: Set<Behaviour> = needsNonces ? [.dpopRequired, .dpopNonces] : [.dpopRequired]
    try await TestWorld.run(.init(consent: .allow, behaviours: behaviours)) { world in
      let begun = try await SplitLoginTests.beginAdding(world)
      let redirect = try await SplitLoginTests.redirect(world, begun.url)
      let other = world.manager(registry: try world.secondRegistry())
      let grant = try await other.finish("demo", account: nil, redirect)
      let key = try #require(try other.exchanges.dpopKey(of: grant, other.keyRing.dataKeys()))
      let asked = world.server.requests().first { $0.endpoint == "authorization" }
      #expect(asked?.parameters["dpop_jkt"] == key.thumbprint)
      #expect(try await CallTests.call(world, "add_numbers", ["a=1", "b=1"]).structuredContent == ["sum": 2])
    }
  }

  @Test("a pushed request is bound to the key")
  func pushed() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.dpopRequired, .requirePushedRequests])) { world in
      let grant = try await world.add()
      #expect(grant.isBound)
      let pushed = world.server.requests().first { $0.endpoint == "pushed_authorization" }
      #expect(pushed?.parameters["dpop_jkt"] != nil)
    }
  }

  @Test("a login by a device's code is bound, too")
  func device() async throws {
    try await TestWorld.run(.init(consent: .page, behaviours: [.dpopRequired, .dpopNonces])) { world in
      let login = DeviceLoginTests.login(world)
      world.server.decideDevice(try await DeviceLoginTests.code(world).text, allow: true)
      try await DeviceLoginTests.wait(world, seconds: 5)
      #expect(await login.value.name == "success")
      #expect(try world.grant().isBound)
      #expect(try await world.manager().refresh("demo", account: nil).generation == 2)
    }
  }

  @Test("a client's own login is bound, too, and asks again with the same key")
  func client() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.dpopRequired, .dpopNonces])) { world in
      #expect(try await ClientCredentialsTests.add(world).isBound)
      let cold = world.manager(registry: try world.secondRegistry())
      #expect(try await cold.refresh("demo", account: nil).generation == 2)
      #expect(try await CallTests.call(world, "add_numbers", ["a=1", "b=1"]).structuredContent == ["sum": 2])
    }
  }

  @Test("each request has an assertion of its own where the client signs, also after a demand for a nonce")
  func assertions() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.dpopRequired, .dpopNonces])) { world in
      // The demo server takes each assertion once.
      #expect(try await ClientKeyTests.add(world, try ClientKeyTests.options(world, .es256)).isBound)
      let cold = world.manager(registry: try world.secondRegistry())
      #expect(try await cold.refresh("demo", account: nil).generation == 2)
      #expect(world.server.requests().filter { $0.endpoint == "token" }.map(\.status) == [400, 200, 400, 200])
    }
  }

  static func demand(_ nonce: String) -> ScriptedTransport.Answer {
    .status(
      400, [("Content-Type", "application/json"), ("DPoP-Nonce", nonce)], body: #"{"error":"use_dpop_nonce"}"#)
  }
}
