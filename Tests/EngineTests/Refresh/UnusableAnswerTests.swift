import DemoServer
import Foundation
import HTTP
import LinuxPlatform
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

/// Answers to a refresh whose new refresh token can be read, and that are good for nothing else. The server is strict: it
/// takes a token that is sent twice for a theft.
@Suite(.timeLimit(.minutes(1))) struct UnusableAnswerTests {
  @Test(
    "the new refresh token is kept, the old one is not sent again, and nothing of the answer serves as an access token",
    arguments: [
      Fault.foreignTokenType, .unsendableAccessToken, .notANumber, .trailingText, .latin1,
      .utf16, .deep, .wrongType(member: "access_token"),
    ])
  func kept(fault: Fault) async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.plan([PlannedFault(.refresh, fault)])
      let error = await failure { try await world.manager(timeFlies: true).refresh("demo", account: nil) }
      #expect(error.name == "answerUnusable")
      #expect(world.refreshes == 1)
      let grant = try world.grant()
      #expect(grant.generation == 2 && grant.hasRefreshToken && !grant.hasAccessToken)
      #expect(grant.state == .active && grant.failures.last == "answer_unusable" && grant.failures.count == 1)
      #expect(try world.registry.intent(of: grant) == nil)
      #expect(try FileTokenSpool(folder: world.location.spool).kept(for: grant.id) == nil)
      // Not at once, and then as if nothing had been.
      #expect(try world.manager().plan().isEmpty)
      #expect(
        await failure { try await world.manager().token("demo", account: nil, minimumValidity: nil) }.name
          == "backingOff")
      world.advance(by: 30)
      #expect(try await world.manager().refreshDue { _ in }.logins.count == 1)
      let mended = try world.grant()
      #expect(
        mended.generation == 3 && mended.hasAccessToken && mended.failures.last == nil && mended.failures.count == 0)
      #expect(mended.failures.since == nil && mended.failures.lastAt == nil && mended.failures.nextAttemptAt == nil)
    }
  }

  @Test(
    "an answer without a token_type is one of a bearer token, and one with a NUL behind it is whole: they are used",
    arguments: [Fault.noTokenType, .trailingNUL])
  func used(fault: Fault) async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.plan([PlannedFault(.refresh, fault)])
      let grant = try await world.manager().refresh("demo", account: nil)
      #expect(grant.generation == 2 && grant.hasAccessToken && grant.failures.last == nil)
    }
  }

  @Test(
    "an answer that repeats token_type is decided by neither: what is used is what the decoder read, or nothing is lost"
  )
  func repeated() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.plan([PlannedFault(.refresh, .repeatedMember)])
      _ = await failure { try await world.manager(timeFlies: true).refresh("demo", account: nil) }
      #expect(try world.grant().generation == 2 && world.refreshes == 1)
      #expect(try await world.manager().refresh("demo", account: nil).generation == 3)
    }
  }

  @Test("a server that never answers otherwise is asked less and less, and the login lives")
  func forever() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.plan([PlannedFault(.refresh, .foreignTokenType, times: nil)])
      for _ in 0..<86_400 / 300 {
        world.advance(by: 300)
        _ = try await world.manager(timeFlies: true).refreshDue { _ in }
      }
      #expect((20...40).contains(world.refreshes), "\(world.refreshes)")
      let grant = try world.grant()
      #expect(grant.failures.count == world.refreshes && grant.failures.since != nil && grant.state == .active)
      world.server.plan([])
      #expect(try await world.manager().refresh("demo", account: nil).hasAccessToken)
    }
  }

  @Test("what the registry cannot take waits in the spool file, failure and all")
  func spooled() async throws {
    try await TestWorld.run { world in
      let grant = try await world.add()
      try world.sqlite3(
        "CREATE TRIGGER full BEFORE UPDATE OF generation ON grant BEGIN SELECT RAISE(ABORT, 'full'); END")
      world.server.plan([PlannedFault(.refresh, .foreignTokenType)])
      #expect(await failure { try await world.manager().refresh("demo", account: nil) }.name == "notStored")
      try world.sqlite3("DROP TRIGGER full")
      let manager = world.manager()
      let stored = try manager.refreshing.storeSpooled(grant)
      #expect(stored?.generation == 2 && stored?.hasAccessToken == false && stored?.failures.last == "answer_unusable")
      #expect(stored?.failures.nextAttemptAt != nil && world.refreshes == 1)
      #expect(try await manager.refresh("demo", account: nil).hasAccessToken)
    }
  }

  @Test("a whole answer without a refresh token, and a refusal that repeats one, keep the old one")
  func notRotated() async throws {
    let bodies = [
      (200, #"{"access_token": "two words", "token_type": "Bearer"}"#, "ambiguous"),
      (200, #"{"error": "invalid_scope", "refresh_token": "rt_masked"}"#, "request_rejected"),
      (400, #"{"refresh_token": "rt_masked"}"#, "transient_upstream"),
    ]
    for (status, body, failureClass) in bodies {
      try await TestWorld.run { world in
        let before = try await world.add()
        let path = try #require(world.server.requests().first { $0.endpoint == "token" }?.path)
        let origin = try #require(WebURL(world.server.issuer)).origin
        let transport = ScriptedTransport(
          Array(repeating: ("POST \(origin)\(path)", .json(body, status: status)), count: 3), others: world.transport)
        _ = await failure {
          try await world.manager(transport: transport, timeFlies: true).refresh("demo", account: nil)
        }
        let grant = try world.grant()
        #expect(grant.generation == before.generation && grant.failures.last == failureClass, "\(body)")
        #expect(try await world.manager().refresh("demo", account: nil).generation == 2)
      }
    }
  }
}
