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
