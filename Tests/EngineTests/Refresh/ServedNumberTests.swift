import DemoServer
import FoundationEssentials
import Registry
import TestSupport
import Testing

@testable import Engine

/// Numbers of an authorization server that are none, or more than anything can hold.
@Suite(.timeLimit(.minutes(1))) struct ServedNumberTests {
  @Test(
    "whatever the lifetimes are, the tokens are kept and the login can be used",
    arguments: [
      "0", "-1", "0.5", "9999999999", "1e10", "1e308", "-1e308", "9223372036854775807", "-9223372036854775808",
      "18446744073709551616", #""9223372036854775807""#, #""1e400""#, #""nan""#, #""-inf""#, "null", "[]", "{}", "true",
    ])
  func lifetimes(number: String) async throws {
    try await TestWorld.run { world in
      try await world.add()
      let answer = """
        {"access_token":"other","token_type":"Bearer","refresh_token":"next","expires_in":\(number),
        "refresh_expires_in":\(number),"refresh_token_expires_in":\(number)}
        """
      let manager = world.manager(transport: world.recorder([("POST \(world.tokenEndpoint)", .json(answer))]))
      let grant = try await manager.refresh("demo", account: nil)
      #expect(grant.generation == 2)
      let keys = try manager.keyRing.dataKeys()
      #expect(try world.registry.refreshToken(of: grant, keys: keys)?.exposed == "next")
      let row = try #require(try manager.status().first)
      _ = GrantOutlook(grant, age: row.age, now: world.clock.now)
      _ = try manager.plan()
      _ = try world.registry.nextDue(at: world.clock.now)
      _ = try? manager.storedToken("demo", account: nil, minimumValidity: nil)
      #expect(row.condition == .renewable || row.condition == .fresh(until: grant.times.expiresAt))
    }
  }

  @Test(
    "whatever the server wants to be waited for, it is a day at most",
    arguments: [
      "99999999999999999999", "9223372036854775807", "-1", "1e400", "Fri, 31 Dec 9999 23:59:59 GMT",
      "Mon, 01 Jan 0001 00:00:00 GMT", "Fri, 31 Dec 99999 23:59:59 GMT", "",
    ])
  func retryAfter(text: String) async throws {
    try await TestWorld.run { world in
      try await world.add()
      let answer = ScriptedTransport.Answer.status(503, [("Retry-After", text)])
      let script = Array(repeating: ("POST \(world.tokenEndpoint)", answer), count: 4)
      let manager = world.manager(transport: world.recorder(script), timeFlies: true)
      #expect(await failure { try await manager.refresh("demo", account: nil) } != nil)
      let next = try #require(try world.grant().failures.nextAttemptAt)
      #expect((0...86_400).contains(next.timeIntervalSince(world.clock.now)))
    }
  }
}
