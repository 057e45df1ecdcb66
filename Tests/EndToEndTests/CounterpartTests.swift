import Testing

extension EndToEnd {
  /// Servers that this project did not write.
  @Suite("Counterparts", .enabled(if: Counterpart.areInstalled, Counterpart.instruction))
  struct CounterpartTests {
    @Test("add, call, an expired token in a new process, refresh, revoke", arguments: Counterpart.Kind.allCases)
    func journey(kind: Counterpart.Kind) async throws {
      let server = try await Counterpart(kind, options: ["--access-token-lifetime", "2"])
      let home = try await Workspace.ready()
      let added = try await home.mcpcred("add", "other", server.url)
      #expect(added.status == 0 && added.stdout == "added other\n", "\(added)")
      #expect(try server.registrations() == 1)
      try await Task.sleep(for: .milliseconds(2100))
      let before = try server.refreshes()
      let call = try await home.mcpcred("call", "other", "add", "a=20", "b=22", "--json")
      #expect(call.status == 0 && call.stdout.contains("42"), "\(call)")
      #expect(try server.refreshes() == before + 1)
      try await expectAnswer(home, ["refresh", "other"]) { $0.hasPrefix("refreshed other") }
      #expect(try server.refreshes() == before + 2)
      try await expectAnswer(home, ["revoke", "other"], "revoked other\n")
      #expect(try server.requests().contains { $0["path"]?.text == "/revoke" && $0["status"]?.integer == 200 })
      #expect(try await home.mcpcred("token", "other").status == 4)
      try await expectAnswer(home, ["login", "other"], "logged in to other\n")
      #expect(try server.registrations() == 1)
      #expect(home.visited.count == 2)
    }

    @Test("tools, typed arguments, headers, progress and a tool's error", arguments: Counterpart.Kind.allCases)
    func calls(kind: Counterpart.Kind) async throws {
      let server = try await Counterpart(kind)
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "other", server.url)
      let names = try await home.mcpcred("tools", "other", "--json").json()["tools"]?.elements.compactMap {
        $0["name"]?.text
      }
      #expect(Set(names ?? []).isSuperset(of: ["add", "echo", "fail", "locate", "count"]))
      try await expectAnswer(home, ["call", "other", "echo", "text=hé", "times=2"]) { $0.contains("hé") }
      try await expectAnswer(home, ["call", "other", "locate", "region=eu west", "zone=7"]) { $0.contains("eu west/7") }
      try await expectAnswer(home, ["call", "other", "count", "steps=3", "pause=0.01"]) { $0.contains("3") }
      let failed = try await home.mcpcred("call", "other", "fail", "reason=no luck")
      #expect(failed.status == 10 && failed.stdout.isEmpty && failed.stderr.contains("no luck"), "\(failed)")
      let misfit = try await home.mcpcred("call", "other", "add", "a=one", "b=2")
      expectFailure(misfit, 2, "add: a must be a")
      #expect(try server.refreshes() == 0)
    }

    @Test("the person pressing deny is exit code 9, and nothing is added", arguments: Counterpart.Kind.allCases)
    func deny(kind: Counterpart.Kind) async throws {
      let server = try await Counterpart(kind, options: ["--consent", "deny"])
      let home = try await Workspace.ready()
      expectFailure(try await home.mcpcred("add", "other", server.url), 9, "login to other was denied")
      #expect(try await home.mcpcred("list", "--json").stdout == "[]\n")
    }

    @Test("eight processes at once spend one refresh token", arguments: Counterpart.Kind.allCases)
    func atOnce(kind: Counterpart.Kind) async throws {
      let server = try await Counterpart(kind)
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "other", server.url)
      try await home.age(by: 4000)
      let programs = try (0..<8).map { _ in try home.start(["token", "other"]) }
      var tokens: Set<String> = []
      for program in programs { tokens.insert(try await program.end().answer) }
      #expect(tokens.count == 1 && tokens.first?.isEmpty == false, "\(tokens)")
      #expect(try server.refreshes() == 1)
    }
  }
}
