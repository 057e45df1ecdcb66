import DemoServer
import Engine
import HTTP
import MCP
import Registry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct LegacyEraTests {
  @Test("a server of the session era is found out once, and each session is ended")
  func session() async throws {
    try await TestWorld.run { world in
      try await world.add("classic", world.server.legacyMCPURL)
      #expect(try world.registry.server("classic").era == "legacy")
      world.server.clearRequests()
      let result = try await CallTests.call(world, "count_slowly", ["upto=2"], server: "classic")
      #expect(result.text == "Counted to 2.")
      let requests = world.server.requests()
      #expect(requests.map(\.method) == ["POST", "POST", "POST", "DELETE"])
      #expect(requests.compactMap(\.rpcMethod) == ["initialize", "notifications/initialized", "tools/call"])
      let sessions = requests.map { $0.headers["mcp-session-id"] }
      #expect(sessions[0] == nil)
      #expect(sessions[1] != nil)
      #expect(Set(sessions[1...]).count == 1)
    }
  }

  @Test("a server of both eras is spoken to in the modern one, without a handshake")
  func both() async throws {
    try await TestWorld.run { world in
      try await world.add()
      #expect(try world.registry.server("demo").protocolVersion == "2026-07-28")
      #expect(!world.server.requests().contains { $0.rpcMethod == "initialize" })
    }
  }

  @Test("an open server of one era is spoken to in it", arguments: [(DemoEra.legacy, "legacy"), (.modern, "modern")])
  func openServer(era: DemoEra, stored: String) async throws {
    try await TestWorld.run(.init(consent: .allow, era: era)) { world in
      let url = try #require(WebURL(world.server.openMCPURL))
      _ = try await world.manager().add(url, name: "open", account: nil, login: true, LoginOptions())
      #expect(try world.registry.server("open").era == stored)
      #expect(
        try await CallTests.call(world, "add_numbers", ["a=1", "b=1"], server: "open").structuredContent == ["sum": 2])
    }
  }

  @Test("a session that the server has forgotten is of no concern: each command has its own")
  func forgottenSessions() async throws {
    try await TestWorld.run { world in
      try await world.add("classic", world.server.legacyMCPURL)
      world.server.forgetSessions()
      try await CallTests.call(world, "add_numbers", ["a=1", "b=1"], server: "classic")
    }
  }
}
