import Testing

extension EndToEnd {
  /// Hosts and servers that this project did not write, with `mcpcred serve` between them.
  @Suite("Bridge counterparts", .enabled(if: Counterpart.areInstalled, Counterpart.instruction))
  struct BridgeCounterpartTests {
    /// What is the same by whatever way: tools and their results, progress, a question, resources, prompts, an error, a call
    /// that is given up.
    private static let compared = [
      "sum", "count", "large", "paint", "asked", "note", "resources", "prompts", "greeting", "many", "unknown",
      "cancelled", "after", "progress", "version", "server",
    ]

    @Test(
      "a host is told the same as over HTTP", arguments: BridgeCounterpart.SDK.allCases, BridgeCounterpart.SDK.allCases)
    func same(server: BridgeCounterpart.SDK, host: BridgeCounterpart.SDK) async throws {
      let other = try await BridgeCounterpart(server)
      let home = try await Workspace.ready()
      #expect(try await home.mcpcred("add", "other", other.url).status == 0)
      let direct = try await BridgeCounterpart.used(host, [other.url], home.environment)
      let bridged = try await BridgeCounterpart.used(
        host, [try Places.binary("mcpcred"), "serve", "other"], home.environment)
      for name in Self.compared { #expect(bridged[name] == direct[name], "\(name)") }
      #expect(bridged["paint"]?.text == "painted blue")
      if host == .legacy {
        #expect(bridged["changed"]?.integer == 1)
        #expect(bridged["grown"]?.elements.contains(.string("grown")) == true)
      }
    }

    @Test("a host that speaks nothing but the modern revision uses a server of sessions, its questions included")
    func modernOnly() async throws {
      let other = try await BridgeCounterpart(.legacy)
      let home = try await Workspace.ready()
      #expect(try await home.mcpcred("add", "other", other.url).status == 0)
      let told = try await BridgeCounterpart.used(
        .current, [try Places.binary("mcpcred"), "serve", "other"], home.environment, mode: "2026-07-28")
      #expect(told["paint"]?.text == "painted blue" && told["asked"]?.integer == 1, "\(told)")
      #expect(told["progress"]?.elements.count == 3)
      #expect(told["version"]?.text == "2026-07-28")
    }

    @Test(
      "a server that restarts in mid-session is used again, and each request has its answer",
      arguments: BridgeCounterpart.SDK.allCases)
    func restarted(_ sdk: BridgeCounterpart.SDK) async throws {
      let port = try await FreePort.find()
      var server = try await BridgeCounterpart(sdk, port: port)
      let home = try await Workspace.ready()
      #expect(try await home.mcpcred("add", "other", server.url).status == 0)
      let host = try BridgeHost(home, "other")
      _ = try await host.initialize()
      #expect(try await host.call(1, "add", #"{"a":1,"b":2}"#)["result"] != nil)
      _ = try await host.ask(5, "tools/list")
      server.end()
      // Known before: from what is kept, while nobody is there.
      #expect(try await host.ask(2, "tools/list")["result"]?["tools"]?.elements.isEmpty == false)
      server = try await BridgeCounterpart(sdk, port: port)
      _ = try await host.ask(3, "resources/list")
      #expect(try await host.call(4, "add", #"{"a":1,"b":2}"#)["result"] != nil)
      #expect(try await host.leave().status == 0)
      server.end()
    }
  }
}
