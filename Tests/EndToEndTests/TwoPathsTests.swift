import Foundation
import Testing

extension EndToEnd {
  /// One registry reached by two paths, or one login with two lock files, while its refresh token is being spent at a server
  /// that revokes everything when it comes back.
  @Suite(
    "Two paths to one registry",
    .enabled(if: ProcessInfo.processInfo.environment["MCPCRED_TEST_BINARIES"] == nil, "debug build only"))
  struct TwoPathsTests {
    /// A worker that stands still with the answer in its hands.
    private func paused(
      _ body: (Workspace, RunningDemoServer) async throws -> Void
    ) async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      try await server.expireAccessTokens()
      try await home.age(by: 400)
      try await server.clearRequests()
      let worker = try await PausedWorker(home, ["token", "demo"], after: "answered")
      defer { worker.goOn() }
      try await body(home, server)
      worker.goOn()
      let outcome = try await worker.caller.end()
      #expect(outcome.status == 0 && outcome.stdout.hasPrefix("at_"), "\(outcome)")
    }

    private func expectLife(_ home: Workspace, _ server: RunningDemoServer, at path: String? = nil) async throws {
      let option = path.map { ["--registry", $0] } ?? []
      try await expectAnswer(home, ["token", "demo"] + option) { $0.hasPrefix("at_") }
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"] + option, "{\"sum\":3}\n")
      #expect(try await server.refreshes() == 1)
      try await expectAnswer(home, ["refresh", "demo"] + option) { $0.hasPrefix("refreshed demo") }
    }

    @Test("the lock folder is removed: the next one waits for the worker that lives, and takes what it stores")
    func lostLocks() async throws {
      var waiting: RunningProgram?
      var used: (Workspace, RunningDemoServer)?
      try await paused { home, server in
        used = (home, server)
        let locks = "\(home.registry).d/locks"
        try FileManager.default.removeItem(atPath: locks)
        waiting = try home.start(["token", "demo"])
        _ = try await eventually("another lock file") {
          (try? FileManager.default.contentsOfDirectory(atPath: locks))?.contains { $0.hasPrefix("grant-") }
        }
        for _ in 0..<20 {
          #expect(try await server.refreshes() == 1, "it was sent again although its worker lives")
          try await Task.sleep(for: .milliseconds(50))
        }
      }
      let outcome = try await waiting?.end()
      #expect(outcome?.status == 0 && outcome?.stdout.hasPrefix("at_") == true, "\(String(describing: outcome))")
      let (home, server) = try #require(used)
      try await expectLife(home, server)
    }

    @Test("a hard link to the registry is refused, by both names, until one of them is gone")
    func hardLink() async throws {
      var used: (Workspace, RunningDemoServer)?
      try await paused { home, server in
        used = (home, server)
        let other = "\(try home.scratch.folder("other"))/registry.sqlite"
        try #require(chmod(home.scratch["other"], 0o700) == 0)
        try FileManager.default.linkItem(atPath: home.registry, toPath: other)
        for path in [other, home.registry] {
          expectFailure(
            try await home.mcpcred("token", "demo", "--registry", path), 13, "\(path) has 2 names (hard links)",
            hints: ["find / -xdev -samefile \(path)", "rm every name but one"])
          try expectFailureObject(
            try await home.mcpcred("refresh", "demo", "--json", "--registry", path), 13, code: "registry_aliased")
        }
        #expect(try await server.refreshes() == 1)
        try FileManager.default.removeItem(atPath: other)
      }
      let (home, server) = try #require(used)
      try await expectLife(home, server)
    }

    @Test(
      "the registry is moved: by its new path it is busy until the worker has stored the answer, which moves with it")
    func moved() async throws {
      var used: (Workspace, RunningDemoServer, String)?
      try await paused { home, server in
        let other = home.registry + ".moved"
        used = (home, server, other)
        try FileManager.default.moveItem(atPath: home.registry, toPath: other)
        expectFailure(
          try await home.mcpcred("token", "demo", "--registry", other), 7, "\(other) is in use by another of its paths",
          hints: ["fuser -v \(other)"])
        #expect(try await server.refreshes() == 1)
      }
      let (home, server, other) = try #require(used)
      try await expectLife(home, server, at: other)
      #expect(!Places.exists(home.registry), "nothing was made in its place")
    }

    @Test("the registry's file mounted alone is refused", .enabled(if: Namespace.mayMount, "needs root"))
    func mountedAlone() async throws {
      var used: (Workspace, RunningDemoServer)?
      try await paused { home, server in
        used = (home, server)
        let folder = try home.scratch.folder("container")
        try #require(chmod(folder, 0o700) == 0)
        let other = try home.scratch.write("container/registry.sqlite", "")
        let container = try await Namespace(#"mount --bind "$1" "$2""#, [home.registry, other])
        expectFailure(
          try await container.mcpcred(home, "token", "demo", "--registry", other), 13,
          "\(other) is mounted as a single file",
          hints: ["mount the folder that it is in instead"])
        #expect(try await server.refreshes() == 1)
      }
      let (home, server) = try #require(used)
      try await expectLife(home, server)
    }
  }
}
