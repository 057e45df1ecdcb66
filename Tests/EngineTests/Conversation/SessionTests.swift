import HTTP
import MCP
import OAuth
import Synchronization
import TestSupport
import Testing

@testable import Engine

/// One conversation with a scripted server, without a login.
@Suite(.timeLimit(.minutes(1))) struct SessionTests {
  private static let url = "https://mcp.example.com/mcp"
  private static let initialized = ScriptedTransport.Answer.status(
    200, [("Content-Type", "application/json"), ("Mcp-Session-Id", "s1")],
    body: #"{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-06-18","capabilities":{}}}"#)
  private static let accepted = ScriptedTransport.Answer.status(202)

  private static func events(_ data: String...) -> ScriptedTransport.Answer {
    .status(200, [("Content-Type", "text/event-stream")], body: data.map { "\($0)\n\n" }.joined())
  }

  /// A session with a legacy server whose answers behind the handshake are these.
  private static func legacy(
    _ world: TestWorld, peer: SessionPeer? = nil, _ answers: [(String, ScriptedTransport.Answer)]
  ) throws -> (MCPSession, ScriptedTransport) {
    let script = [("POST", initialized), ("POST", accepted)] + answers
    return try session(world, peer: peer, remembered: .v2025_06_18, script)
  }

  private static func session(
    _ world: TestWorld, peer: SessionPeer?, remembered: ProtocolVersion, _ script: [(String, ScriptedTransport.Answer)]
  ) throws -> (MCPSession, ScriptedTransport) {
    let transport = ScriptedTransport(script.map { ("\($0.0) \(url)", $0.1) })
    let session = MCPSession(
      workplace: world.manager(timeFlies: true).workplace, server: "s", endpoint: try #require(WebURL(url)),
      transport: transport, remembered: remembered, peer: peer, deadline: .seconds(30))
    return (session, transport)
  }

  private static func bodies(_ transport: ScriptedTransport) -> [JSONValue] {
    transport.requests.compactMap { try? JSONValue.parse($0.body) }
  }

  private static let call = MCPRequest(
    "tools/call", params: ["name": "t", "arguments": [:]], isRepeatable: false, isSafe: false)

  @Test("ping is answered while a call waits, and what was not declared is refused")
  func serverRequests() async throws {
    try await TestWorld.run { world in
      let (session, transport) = try Self.legacy(
        world,
        [
          (
            "POST",
            Self.events(
              #"data: {"jsonrpc":"2.0","id":7,"method":"ping"}"#,
              #"data: {"jsonrpc":"2.0","id":"r","method":"roots/list"}"#,
              #"data: {"jsonrpc":"2.0","id":2,"result":{"ok":true}}"#)
          ), ("POST", Self.accepted), ("POST", Self.accepted),
        ])
      #expect(try await session.request(Self.call).value == ["ok": true])
      #expect(await eventually { transport.requests.count == 5 })
      let answers = Self.bodies(transport).suffix(2)
      #expect(answers.contains(["jsonrpc": "2.0", "id": 7, "result": [:]]))
      #expect(answers.contains { $0["id"] == "r" && $0["error"]?["code"] == -32601 })
      #expect(transport.requests.suffix(2).allSatisfy { $0.headers["Mcp-Session-Id"] == "s1" })
    }
  }

  @Test("a stream that ends before its answer is gone on with by GET, and the call is sent once")
  func resumed() async throws {
    try await TestWorld.run { world in
      let (session, transport) = try Self.legacy(
        world,
        [
          ("POST", Self.events("id: e1\nretry: 20\ndata:")), ("GET", Self.events("id: e2\ndata:")),
          ("GET", Self.events(#"data: {"jsonrpc":"2.0","id":2,"result":{"ok":true}}"#)),
        ])
      #expect(try await session.request(Self.call).value == ["ok": true])
      #expect(transport.requests.suffix(2).map { $0.headers["Last-Event-ID"] } == ["e1", "e2"])
      #expect(Self.bodies(transport).count { $0["method"] == "tools/call" } == 1)
    }
  }

  @Test("a stream that nothing goes on with leaves the outcome unknown, after a few tries", arguments: [200, 405])
  func notResumed(status: Int) async throws {
    try await TestWorld.run { world in
      let again =
        status == 200 ? Self.events("id: e1\ndata:") : ScriptedTransport.Answer.status(status)
      let (session, transport) = try Self.legacy(
        world, [("POST", Self.events("id: e1\ndata:"))] + Array(repeating: ("GET", again), count: 20))
      await #expect(throws: ConnectionFailure.self) { try await session.request(Self.call) }
      #expect(transport.requests.count { $0.method == .get } == (status == 200 ? 5 : 1))
      #expect(Self.bodies(transport).count { $0["method"] == "tools/call" } == 1)
    }
  }

  @Test("a session that is gone is begun anew once, whatever number of requests find that out")
  func lostSession() async throws {
    try await TestWorld.run { world in
      let gone = ScriptedTransport.Answer.status(404)
      let second = ScriptedTransport.Answer.status(
        200, [("Content-Type", "application/json"), ("Mcp-Session-Id", "s2")],
        body: #"{"jsonrpc":"2.0","id":3,"result":{"protocolVersion":"2025-06-18","capabilities":{}}}"#)
      let (session, transport) = try Self.legacy(
        world,
        [
          ("POST", gone), ("POST", second), ("POST", Self.accepted),
          ("POST", .json(#"{"jsonrpc":"2.0","id":4,"result":{"ok":true}}"#)),
        ])
      #expect(try await session.request(MCPRequest("prompts/list")).value == ["ok": true])
      #expect(Self.bodies(transport).count { $0["method"] == "initialize" } == 2)
      #expect(transport.requests.last?.headers["Mcp-Session-Id"] == "s2")
    }
  }

  @Test("what may have done something is not sent into the next session")
  func lostCall() async throws {
    try await TestWorld.run { world in
      let (session, transport) = try Self.legacy(world, [("POST", .status(404))])
      await #expect(throws: ConnectionFailure.self) { try await session.request(Self.call) }
      #expect(Self.bodies(transport).count { $0["method"] == "tools/call" } == 1)
    }
  }

  @Test("input that a modern server asks for goes back under its name, with the state as it was and a new id")
  func rounds() async throws {
    try await TestWorld.run { world in
      let asked = Mutex<[JSONRPCRequest]>([])
      var peer = SessionPeer.command(version: "1")
      peer.asked = { request in
        asked.withLock { $0.append(request) }
        return .result(["action": "accept", "content": ["n": 1]])
      }
      let (session, transport) = try Self.session(
        world, peer: peer, remembered: .v2026_07_28,
        [
          (
            "POST",
            .json(
              #"{"jsonrpc":"2.0","id":1,"result":{"resultType":"input_required","requestState":" é","inputRequests":{"k":{"method":"elicitation/create","params":{"message":"m"}}}}}"#
            )
          ), ("POST", .json(#"{"jsonrpc":"2.0","id":2,"result":{"resultType":"complete","ok":true}}"#)),
        ])
      #expect(try await session.request(Self.call).value["ok"] == true)
      #expect(asked.withLock { $0.map(\.method) } == ["elicitation/create"])
      let second = try #require(Self.bodies(transport).last)
      #expect(second["id"] == 2)
      #expect(second["params"]?["requestState"] == " é")
      #expect(second["params"]?["inputResponses"] == ["k": ["action": "accept", "content": ["n": 1]]])
    }
  }

  @Test("a server that asks for ever is left after ten rounds")
  func endless() async throws {
    try await TestWorld.run { world in
      var peer = SessionPeer.command(version: "1")
      peer.asked = { _ in .result([:]) }
      let script = (1...20).map { id in
        (
          "POST",
          ScriptedTransport.Answer.json(#"{"jsonrpc":"2.0","id":\#(id),"result":{"resultType":"input_required"}}"#)
        )
      }
      let (session, transport) = try Self.session(world, peer: peer, remembered: .v2026_07_28, script)
      await #expect(throws: ConnectionFailure.self) { try await session.request(Self.call) }
      #expect(transport.requests.count == 11)
    }
  }

  @Test("a call that is given up is cancelled at the server, by its own id")
  func cancelled() async throws {
    try await TestWorld.run { world in
      let url = try #require(WebURL(Self.url))
      let (session, transport) = try Self.legacy(
        world, [("POST", .failure(.timedOut, sent: true)), ("POST", Self.accepted)])
      await #expect(throws: ConnectionFailure.self) { try await session.request(Self.call) }
      #expect(transport.requests.last?.url == url)
      #expect(
        Self.bodies(transport).last == [
          "jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": 2],
        ])
    }
  }
}
