import DemoServer
import FoundationEssentials
import HTTP
import LinuxPlatform
import Registry
import Synchronization
import TestSupport
import Testing

@testable import Engine

/// How much room is taken for an answer before a token is spent.
@Suite(.timeLimit(.minutes(1))) struct SpoolSpaceTests {
  @Test("the room follows the tokens that the login has had", arguments: [0, 200_000])
  func follows(length: Int) async throws {
    try await TestWorld.run { world in
      try await world.add()
      let path = try #require(world.server.requests().first { $0.endpoint == "token" }?.path)
      let origin = try #require(WebURL(world.server.issuer)).origin
      let token = String(repeating: "x", count: length + 10)
      let body = #"{"access_token": "a\#(token)", "token_type": "Bearer", "refresh_token": "r\#(token)"}"#
      let transport = ScriptedTransport([("POST \(origin)\(path)", .json(body))], others: world.transport)
      #expect(try await world.manager(transport: transport).refresh("demo", account: nil).generation == 2)
      let taken = Mutex<[Int]>([])
      var spool = RoomySpool(wrapped: FileTokenSpool(folder: world.location.spool))
      spool.allocating = { (_, bytes) in taken.withLock { $0.append(bytes) } }
      _ = await failure { try await world.manager(spool: spool).refresh("demo", account: nil) }
      _ = try await world.manager(spool: spool).login("demo", account: nil, LoginOptions())
      let (refresh, login) = taken.withLock { ($0.first ?? 0, $0.last ?? 0) }
      #expect(refresh == (length == 0 ? 65_536 : refresh) && refresh > 4 * 2 * length)
      #expect(login > refresh)
    }
  }
}
