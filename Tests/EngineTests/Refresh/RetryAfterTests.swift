import DemoServer
import FoundationEssentials
import HTTP
import OAuth
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct RetryAfterTests {
  @Test(
    "a date to come back at counts from the answer's own time, or from when it came",
    arguments: ["Wed, 25 Nov 2026 01:44:44 GMT", nil])
  func date(sent: String?) async throws {
    try await TestWorld.run { world in
      try await world.add()
      let now = Int(world.clock.now.timeIntervalSince1970)
      let start = sent.flatMap(HTTPDate.seconds) ?? now
      var headers = [("Retry-After", HTTPDate.text(start + 700))]
      if let sent { headers.append(("Date", sent)) }
      let path = try #require(world.server.requests().first { $0.endpoint == "token" }?.path)
      let origin = try #require(WebURL(world.server.issuer)).origin
      let transport = ScriptedTransport(
        [("POST \(origin)\(path)", .status(503, headers))], others: world.transport)
      let error = await failure { try await world.manager(transport: transport).refresh("demo", account: nil) }
      #expect(transport.unused.isEmpty)
      #expect(error?.retryAfter == 700)
      #expect(try world.grant().failures.nextAttemptAt == world.clock.now.addingTimeInterval(700))
    }
  }

  @Test("the MCP server's wish is told, too")
  func resource() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.plan([PlannedFault(.mcp, .unavailable(retryAfter: 9), times: nil)])
      let error = await failure { try await world.manager().tools("demo", account: nil, deadline: .seconds(10)) }
      #expect(error?.retryAfter == 9)
    }
  }
}
