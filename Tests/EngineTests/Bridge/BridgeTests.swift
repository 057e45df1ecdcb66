import DemoServer
import HTTP
import MCP
import OAuth
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct BridgeTests {
  private static let meta: JSONValue = [
    "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": [:],
    "io.modelcontextprotocol/clientInfo": ["name": "host", "version": "1"],
  ]

  /// Runs a bridge for a host, until the body ends.
  private static func serve(
    _ world: TestWorld, _ server: String = "demo", filter: ToolFilter = ToolFilter(),
    transport: (any HTTPTransport)? = nil, _ body: (ScriptedHost) async throws -> Void
  ) async throws {
    let host = ScriptedHost(), manager = world.manager(transport: transport, timeFlies: true)
    let options = BridgeOptions(account: nil, filter: filter, deadline: .seconds(20)) { error in
      JSONRPCError(code: -32001, message: "\(error)")
    }
    let bridge = Task { try await manager.serve(server, options) { host.port } }
    do { try await body(host) } catch {
      host.leave()
      throw error
    }
    host.leave()
    try await bridge.value
  }

  private static func initialize(_ host: ScriptedHost, _ version: String = "2025-06-18") async throws -> JSONValue {
    let answer = try await host.ask(
      "i", "initialize",
      ["protocolVersion": .string(version), "capabilities": [:], "clientInfo": ["name": "host", "version": "1"]])
    host.say(JSONRPCNotification(method: "notifications/initialized").json)
    return answer
  }

  private static func add(_ id: RequestID, meta: JSONValue? = nil) -> (RequestID, String, JSONValue) {
    var params: [String: JSONValue] = ["name": "add_numbers", "arguments": ["a": 1, "b": 2]]
    params["_meta"] = meta
    return (id, "tools/call", .object(params))
  }

  @Test("a legacy host calls a tool of a server of either era", arguments: ["modern", "legacy"])
  func legacyHost(_ era: String) async throws {
    try await TestWorld.run { world in
      try await world.add("demo", era == "modern" ? nil : world.server.legacyMCPURL)
      try await Self.serve(world) { host in
        let begun = try await Self.initialize(host)
        #expect(begun["result"]?["protocolVersion"] == "2025-06-18")
        #expect(begun["result"]?["serverInfo"]?["name"] == "mcpcred-demo")
        let tools = try await host.ask(2, "tools/list")
        #expect(tools["result"]?["tools"]?.arrayValue?.count == 8)
        let (id, method, params) = Self.add(3)
        #expect(try await host.ask(id, method, params)["result"]?["structuredContent"] == ["sum": 3])
      }
    }
  }

  @Test("a modern host calls a tool of a server of either era", arguments: ["modern", "legacy"])
  func modernHost(_ era: String) async throws {
    try await TestWorld.run { world in
      try await world.add("demo", era == "modern" ? nil : world.server.legacyMCPURL)
      try await Self.serve(world) { host in
        let found = try await host.ask("d", "server/discover", ["_meta": Self.meta])
        if era == "modern" {
          #expect(found["result"]?["supportedVersions"] == ["2026-07-28"])
        } else {
          #expect(found["error"]?["code"] == -32601)
        }
        let (id, method, params) = Self.add(3, meta: Self.meta)
        #expect(try await host.ask(id, method, params)["result"]?["structuredContent"] == ["sum": 3])
      }
    }
  }

  @Test("a server that was seen before is introduced and listed without the network or a key")
  func fromWhatIsKept() async throws {
    try await TestWorld.run { world in
      try await world.add()
      try await Self.serve(world) { host in
        _ = try await Self.initialize(host)
        _ = try await host.ask(2, "tools/list")
      }
      world.keyring.fail(with: .locked(.secretService))
      try await Self.serve(world, transport: ScriptedTransport([])) { host in
        let begun = try await Self.initialize(host)
        #expect(begun["result"]?["serverInfo"]?["name"] == "mcpcred-demo")
        let tools = try await host.ask(2, "tools/list")
        #expect(tools["result"]?["tools"]?.arrayValue?.count == 8)
        let (id, method, params) = Self.add(3)
        let refused = try await host.ask(id, method, params)
        #expect(refused["error"]?["code"] == -32001)
      }
    }
  }

  @Test("a login that is revoked and made again in mid-session is used at the next request")
  func loggedInMeanwhile() async throws {
    try await TestWorld.run { world in
      try await world.add()
      try await Self.serve(world) { host in
        _ = try await Self.initialize(host)
        let (_, method, params) = Self.add(1)
        #expect(try await host.ask(1, method, params)["result"] != nil)
        _ = try await world.manager().revoke("demo", account: nil)
        #expect(
          try await host.ask(2, method, params)["error"]?["message"]?.stringValue?.contains("loginRequired") == true)
        _ = try await world.manager().login("demo", account: nil, LoginOptions())
        #expect(try await host.ask(3, method, params)["result"] != nil)
      }
    }
  }

  @Test(
    "a token that ends in mid-session is renewed, and the host sees nothing of it", arguments: ["modern", "legacy"])
  func tokenEnds(_ era: String) async throws {
    try await TestWorld.run { world in
      try await world.add("demo", era == "modern" ? nil : world.server.legacyMCPURL)
      try await Self.serve(world) { host in
        _ = try await Self.initialize(host)
        let (_, method, params) = Self.add(1)
        for id in 1...3 {
          #expect(try await host.ask(.integer(Int64(id)), method, params)["result"] != nil)
          world.server.expireAccessTokens()
          world.advance(by: 120)
        }
        #expect(world.refreshes == 2)
      }
    }
  }

  @Test("a server that forgets its sessions gets one new handshake, and no call twice")
  func forgotten() async throws {
    try await TestWorld.run { world in
      try await world.add("demo", world.server.legacyMCPURL)
      try await Self.serve(world) { host in
        _ = try await Self.initialize(host)
        let (_, method, params) = Self.add(1)
        #expect(try await host.ask(1, method, params)["result"] != nil)
        world.server.forgetSessions()
        world.server.clearRequests()
        world.advance(by: 60)
        #expect(try await host.ask(2, method, params)["result"] != nil)
        let requests = world.server.requests()
        #expect(requests.count { $0.rpcMethod == "initialize" } == 1)
        #expect(requests.count { $0.rpcMethod == "tools/call" && $0.status == 200 } == 1)
      }
      #expect(world.server.requests().last?.method == "DELETE")
    }
  }

  @Test("tools that are kept from the host are neither shown nor called")
  func filtered() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let filter = ToolFilter(allowed: [Glob("add_*")], denied: [Glob("*_note")], isReadOnly: true)
      try await Self.serve(world, filter: filter) { host in
        _ = try await Self.initialize(host)
        let tools = try await host.ask(2, "tools/list")["result"]?["tools"]?.arrayValue
        #expect(tools?.compactMap { $0["name"]?.stringValue } == ["add_numbers"])
        world.server.clearRequests()
        let refused = try await host.ask(3, "tools/call", ["name": "add_note", "arguments": ["text": "x"]])
        #expect(refused["error"]?["code"] == -32602)
        #expect(!world.server.requests().contains { $0.rpcMethod == "tools/call" })
      }
    }
  }

  @Test("every line is answered: what is no message, an array, an id that is in use, a method nobody knows")
  func lines() async throws {
    try await TestWorld.run { world in
      try await world.add()
      try await Self.serve(world) { host in
        host.say(line: "{not json")
        #expect(try await host.message { $0["id"] == .null }["error"]?["code"] == -32700)
        host.say(line: #"{"jsonrpc":"1.0"}"#)
        _ = try await host.message { $0["error"]?["code"] == -32600 }
        _ = try await Self.initialize(host, "2025-03-26")
        host.say(line: #"[{"jsonrpc":"2.0","id":8,"method":"ping"},{"jsonrpc":"2.0","id":9,"method":"ping"}]"#)
        let batch = try await host.message { $0.arrayValue != nil }
        #expect(Set(batch.arrayValue?.compactMap { $0["id"]?.integerValue } ?? []) == [8, 9])
        #expect(try await host.ask(4, "no/such")["error"]?["code"] == -32601)
      }
    }
  }

  @Test("a cancelled request is not answered, and not gone on with at the server")
  func cancelled() async throws {
    try await TestWorld.run { world in
      try await world.add("demo", world.server.legacyMCPURL)
      try await Self.serve(world) { host in
        _ = try await Self.initialize(host)
        host.say(
          JSONRPCRequest(
            id: 5, method: "tools/call",
            params: ["name": "count_slowly", "arguments": ["upto": 50], "_meta": ["progressToken": "p"]]
          ).json)
        _ = try await host.message { $0["params"]?["progressToken"] == "p" }
        host.say(JSONRPCNotification(method: "notifications/cancelled", params: ["requestId": 5]).json)
        #expect(await eventually { world.server.requests().contains { $0.rpcMethod == "notifications/cancelled" } })
        let (id, method, params) = Self.add(6)
        #expect(try await host.ask(id, method, params)["result"] != nil)
        #expect(!host.messages.contains { $0["id"] == 5 })
      }
    }
  }
}
