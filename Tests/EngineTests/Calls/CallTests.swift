import DemoServer
import FoundationEssentials
import HTTP
import MCP
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct CallTests {
  @Test("a call with a warm cache is one exchange")
  func warm() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.clearRequests()
      #expect(try await Self.call(world, "add_numbers", ["a=1", "b=2.5"]).structuredContent == ["sum": 3.5])
      let requests = world.server.requests()
      #expect(requests.map(\.rpcMethod) == ["tools/call"])
      #expect(requests.first?.headers["mcp-name"] == "add_numbers")
    }
  }

  @Test("every page of tools is fetched and kept")
  func paging() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.clearRequests()
      let catalog = try await world.manager().tools("demo", account: nil, deadline: .seconds(10))
      #expect(catalog.tools.count == 8)
      #expect(catalog.result["tools"]?.arrayValue?.count == 8)
      #expect(world.server.requests().map(\.rpcMethod) == ["tools/list", "tools/list"])
    }
  }

  @Test("a tool that is not there is looked for anew, and near names are offered")
  func unknownTool() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.clearRequests()
      let error = await failure { try await Self.call(world, "roll_dise", ["sides=6"]) }
      guard case .unknownTool("roll_dise", server: "demo", similar: ["roll_dice"]) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(!world.server.requests().contains { $0.rpcMethod == "tools/call" })
      #expect(world.server.requests().count == 2)
    }
  }

  @Test("a parameter that must be mirrored by now is found out by the server's refusal, and the call is repeated")
  func headerMismatch() async throws {
    try await TestWorld.run { world in
      try await world.add()
      try await Self.change(world, tool: "convert") { $0["region"] = ["type": "string"] }
      world.server.clearRequests()
      let result = try await Self.call(world, "convert", ["amount=2", "region=us"])
      #expect(result.structuredContent == ["amount": 2.5, "currency": "USD"])
      #expect(
        world.server.requests().map(\.rpcMethod) == ["tools/call", "tools/list", "tools/list", "tools/call"])
      #expect(world.server.requests().map(\.status) == [400, 200, 200, 200])
    }
  }

  @Test("arguments that do not fit a stored schema are held against the present one before they are refused")
  func staleSchema() async throws {
    try await TestWorld.run { world in
      try await world.add()
      try await Self.change(world, tool: "add_numbers") { $0["b"] = nil }
      #expect(try await Self.call(world, "add_numbers", ["a=1", "b=2"]).structuredContent == ["sum": 3])
      let error = await failure { try await Self.call(world, "add_numbers", ["a=1", "c=2"]) }
      #expect(error.name == "arguments")
    }
  }

  @Test("a tool's own error is a result")
  func toolError() async throws {
    try await TestWorld.run { world in
      try await world.add()
      #expect(try await Self.call(world, "fail", []).isError)
    }
  }

  @Test("progress is told while the tool works")
  func progress() async throws {
    try await TestWorld.run { world in
      try await world.add()
      _ = try await Self.call(world, "count_slowly", ["upto=3"])
      let steps = world.notices.all.compactMap {
        if case .progress(let progress) = $0 { progress.progress } else { nil }
      }
      #expect(steps == [1, 2, 3])
    }
  }

  @Test("a server without a login is called without a token")
  func open() async throws {
    try await TestWorld.run { world in
      let url = try #require(WebURL(world.server.openMCPURL))
      _ = try await world.manager().add(url, name: "open", account: nil, login: true, LoginOptions())
      #expect(
        try await Self.call(world, "add_numbers", ["a=1", "b=1"], server: "open").structuredContent == ["sum": 2])
      #expect(world.server.requests().allSatisfy { $0.headers["authorization"] == nil })
      #expect(
        await failure { try await world.manager().token("open", account: nil, minimumValidity: nil) }.name
          == "needsNoToken")
      #expect(await failure { try await world.manager().refresh("open", account: nil) }.name == "needsNoToken")
      #expect(await failure { try await world.manager().revoke("open", account: nil) }.name == "needsNoToken")
    }
  }

  @Test("each account has its own list of tools")
  func cachedPerAccount() async throws {
    try await TestWorld.run { world in
      try await world.add()
      _ = try await world.manager().login("demo", account: "work", LoginOptions())
      try await Self.change(world, tool: "add_numbers") { $0 = [:] }
      let server = try world.registry.server("demo")
      let own = try #require(try world.registry.cachedTools(of: server, account: "default"))
      let other = try #require(try world.registry.cachedTools(of: server, account: "work"))
      #expect(own.body != other.body)
      world.server.clearRequests()
      let call = try Self.toolCall("add_numbers", ["a=1", "b=2"])
      #expect(try await world.manager().call("demo", account: "work", call).structuredContent == ["sum": 3])
      #expect(world.server.requests().count == 1)
    }
  }

  @Test("a list of tools is used for ten minutes, however short the server's hint")
  func cacheEnds() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let kept = try world.registry.cachedTools(of: world.registry.server("demo"), account: "default")
      let until = try #require(kept?.freshUntil)
      #expect(until >= world.clock.now.addingTimeInterval(600))
      world.advance(by: until.timeIntervalSince(world.clock.now))
      world.server.clearRequests()
      _ = try await Self.call(world, "add_numbers", ["a=1", "b=1"])
      #expect(world.server.requests().map(\.rpcMethod) == ["tools/list", "tools/list", "tools/call"])
    }
  }

  static func toolCall(_ tool: String, _ words: [String]) throws -> ToolCall {
    ToolCall(tool: tool, words: try words.map { try ArgumentWord.parse($0) }, arguments: nil, deadline: .seconds(20))
  }

  @discardableResult
  static func call(
    _ world: TestWorld, _ tool: String, _ words: [String], server: String = "demo", manager: CredentialManager? = nil
  ) async throws -> ToolResult {
    try await (manager ?? world.manager()).call(server, account: nil, toolCall(tool, words))
  }

  /// Changes a tool's properties in what is stored of the default account's list.
  private static func change(
    _ world: TestWorld, tool name: String, _ edit: (inout [String: JSONValue]) -> Void
  ) async throws {
    let server = try world.registry.server("demo")
    let kept = try #require(try world.registry.cachedTools(of: server, account: "default"))
    var tools = try #require(try JSONValue.parse(kept.body)["tools"]?.arrayValue)
    let index = try #require(tools.firstIndex { $0["name"]?.stringValue == name })
    var tool = try #require(tools[index].objectValue)
    var schema = try #require(tool["inputSchema"]?.objectValue)
    var properties = try #require(schema["properties"]?.objectValue)
    edit(&properties)
    schema["properties"] = .object(properties)
    schema["required"] = .array([])
    tool["inputSchema"] = .object(schema)
    tools[index] = .object(tool)
    let changed = CachedTools(
      body: JSONValue.object(["tools": .array(tools)]).text(), protocolVersion: kept.protocolVersion,
      freshUntil: kept.freshUntil)
    try world.registry.cacheTools(changed, of: server, account: "default", generation: 1, at: world.clock.now)
  }
}
