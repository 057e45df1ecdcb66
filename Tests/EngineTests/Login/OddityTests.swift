import DemoServer
import HTTP
import OAuth
import TestSupport
import Testing

@testable import Engine

/// What metadata says that is let pass, and that a person should know.
@Suite(.timeLimit(.minutes(1))) struct OddityTests {
  @Test(
    "an authorization server that lists its resources, and this one not among them, is told of (RFC 9728 §4)",
    arguments: [true, false])
  func listed(isListed: Bool) async throws {
    try await TestWorld.run { world in
      let issuer = try #require(WebURL(world.server.issuer))
      let place = try #require(AuthorizationServerMetadata.candidates(issuer: issuer).first)
      let metadata = try await world.transport.send(.json(place)).body
      let resource = isListed ? world.server.mcpURL : "https://other.example/mcp"
      let document =
        #"{"protected_resources":["\#(resource)"],"# + String(decoding: metadata.dropFirst(), as: UTF8.self)
      let transport = ScriptedTransport([("GET \(place.raw)", .json(document))], others: world.transport)
      let url = try #require(WebURL(world.server.mcpURL))
      _ = try await world.manager(transport: transport)
        .add(url, name: "demo", account: nil, login: true, LoginOptions())
      #expect(transport.unused.isEmpty)
      let isTold = world.notices.all.contains {
        if case .resourceNotListed("demo", world.server.issuer) = $0 { true } else { false }
      }
      #expect(isTold != isListed)
    }
  }

  @Test("a known server that asks for more than at its last login is told of; what a person asks for is not")
  func moreScopes() async throws {
    try await TestWorld.run { world in
      func told() -> [String] {
        world.notices.all.compactMap { if case .asksForMore("demo", let added) = $0 { added.description } else { nil } }
      }
      try await world.add()
      _ = try await world.manager().login("demo", account: nil, LoginOptions())
      #expect(told().isEmpty)
      // Without a scope in the challenge, all that the metadata lists.
      world.server.setBehaviours(on: [.challengeWithoutScope])
      let path = try #require(world.server.requests().first { $0.endpoint == "resource_metadata" }?.path)
      let place = try #require(WebURL(world.server.mcpURL)).origin + path
      let document = """
        {"resource":"\(world.server.mcpURL)","authorization_servers":["\(world.server.issuer)"],
        "scopes_supported":["tools:read","notes:write"]}
        """
      for _ in 0..<2 {
        let transport = ScriptedTransport([("GET \(place)", .json(document))], others: world.transport)
        _ = try await world.manager(transport: transport).login("demo", account: nil, LoginOptions())
        #expect(transport.unused.isEmpty && told() == ["notes:write"])
      }
    }
    try await TestWorld.run { world in
      try await world.add()
      var options = LoginOptions()
      options.scope = Scope("tools:read notes:write")
      _ = try await world.manager().login("demo", account: nil, options)
      #expect(!world.notices.all.contains { if case .asksForMore = $0 { true } else { false } })
    }
  }

  @Test("a server that takes tokens bound to a certificate is told of, because ours are not", arguments: [true, false])
  func certificates(areBound: Bool) async throws {
    try await TestWorld.run { world in
      if areBound { world.server.setBehaviours(on: [.certificateBoundTokens]) }
      try await world.add()
      let isTold = world.notices.all.contains { if case .certificateBoundTokens("demo") = $0 { true } else { false } }
      #expect(isTold == areBound)
    }
  }
}
