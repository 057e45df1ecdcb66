import Foundation
import Testing

extension EndToEnd {
  /// A registry that must not be used as it is.
  @Suite("Registry file")
  struct RegistryFileTests {
    @Test("a registry of a newer program is refused and left as it is")
    func newer() async throws {
      let home = try await Workspace.ready()
      try await home.sql("PRAGMA user_version = 99")
      let before = FileManager.default.contents(atPath: home.registry)
      let outcome = try await home.mcpcred("list")
      expectFailure(outcome, 6, "\(home.registry) was written by a newer mcpcred: its schema is 99")
      try expectFailureObject(try await home.mcpcred("token", "demo", "--json"), 6, code: "registry_newer")
      #expect(FileManager.default.contents(atPath: home.registry) == before)
    }

    @Test("a file that is no registry is refused and left as it is")
    func foreign() async throws {
      let home = try Workspace()
      let file = try home.scratch.write("notes.txt", String(repeating: "not a database. ", count: 512))
      let outcome = try await home.mcpcred("list", "--registry", file)
      #expect(outcome.status == 6 && outcome.errors.count == 1 && outcome.stdout.isEmpty, "\(outcome)")
      #expect(home.scratch.read("notes.txt").hasPrefix("not a database. "))
      // Whose file it is decides before its mode does: nobody is told to change another program's.
      try setMode(file, 0o644)
      expectFailure(
        try await home.mcpcred("list", "--registry", file), 6, "\(file) is not a registry of mcpcred",
        hints: ["mcpcred --registry PATH …"])
      #expect(!Places.exists(file + ".d"))
    }

    @Test("files and folders that others can read are refused with the command that mends them")
    func wideModes() async throws {
      let home = try await Workspace.ready()
      let folder = URL(fileURLWithPath: home.registry).deletingLastPathComponent().path
      for (path, wide, narrow) in [
        (home.registry, 0o644, 0o600), (folder, 0o755, 0o700), ("\(home.registry).d", 0o750, 0o700),
      ] {
        try setMode(path, wide)
        let outcome = try await home.mcpcred("list")
        expectFailure(outcome, 13, "\(path) is not private: it ", hints: ["chmod go= \(path)"])
        try expectFailureObject(try await home.mcpcred("status", "--json"), 13, code: "insecure_path")
        try setMode(path, narrow)
        #expect(try await home.mcpcred("list").status == 0)
      }
    }

    @Test("a key file that others can read is refused, and nothing is made in its place")
    func wideKeyFile() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let key = FileManager.default.contents(atPath: home.keyFile)
      try setMode(home.keyFile, 0o640)
      let outcome = try await home.mcpcred("token", "demo")
      expectFailure(
        outcome, 13, "the key file \(home.keyFile) is not private: it ", hints: ["chmod 600 \(home.keyFile)"])
      try setMode(home.keyFile, 0o600)
      #expect(try await home.mcpcred("token", "demo").status == 0)
      #expect(FileManager.default.contents(atPath: home.keyFile) == key)
    }

    @Test("a key file that is gone is exit code 5, and none is made in its place")
    func missingKeyFile() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let aside = home.scratch["key"]
      try FileManager.default.moveItem(atPath: home.keyFile, toPath: aside)
      let outcome = try await home.mcpcred("token", "demo")
      expectFailure(
        outcome, 5,
        "there is no key file \(home.keyFile), although this registry's key was put there; nothing was replaced",
        hints: [
          "cp BACKUP \(home.keyFile)", "restore the key from a backup; without it the logins of this registry are lost",
        ])
      try expectFailureObject(try await home.mcpcred("refresh", "demo", "--json"), 5, code: "key_absent")
      #expect(try await home.mcpcred("add", "more", server.second).status == 5)
      #expect(!Places.exists(home.keyFile))
      #expect(try await home.mcpcred("status").status == 0)
      try FileManager.default.moveItem(atPath: aside, toPath: home.keyFile)
      #expect(try await home.mcpcred("token", "demo").status == 0)
    }

    @Test("another registry's key is exit code 6, and the right one works again")
    func wrongKeyFile() async throws {
      let server = try await RunningDemoServer()
      let (home, other) = (try await Workspace.ready(), try await Workspace.ready())
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let right = try #require(FileManager.default.contents(atPath: home.keyFile))
      let wrong = try #require(FileManager.default.contents(atPath: other.keyFile))
      try wrong.write(to: URL(fileURLWithPath: home.keyFile))
      expectFailure(try await home.mcpcred("token", "demo"), 6, "the key file holds another key than this registry's")
      try right.write(to: URL(fileURLWithPath: home.keyFile))
      #expect(try await home.mcpcred("token", "demo").status == 0)
    }

    @Test("everything it makes is private")
    func modes() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let names = try FileManager.default.subpathsOfDirectory(atPath: home.home)
      #expect(names.contains { $0.hasSuffix("registry.sqlite") })
      for path in names.map({ "\(home.home)/\($0)" }) where !path.hasSuffix("/.local") {
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode.map { $0 & 0o077 } == 0, "\(path)")
      }
    }

    private func setMode(_ path: String, _ mode: Int) throws {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }
  }
}
