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

    @Test("a registry from before 0.1 is refused with the way out, and left as it is")
    func retired() async throws {
      let home = try await Workspace.ready()
      try await home.sql("PRAGMA user_version = 5")
      let before = FileManager.default.contents(atPath: home.registry)
      expectFailure(
        try await home.mcpcred("list"), 6,
        "\(home.registry) was written by mcpcred before 0.1, whose registries are no longer read; nothing was changed",
        hints: ["mv \(home.registry) \(home.registry).before-0.1, and log in anew", "mcpcred add NAME URL"])
      try expectFailureObject(try await home.mcpcred("token", "demo", "--json"), 6, code: "registry_retired")
      #expect(FileManager.default.contents(atPath: home.registry) == before)
      try FileManager.default.moveItem(atPath: home.registry, toPath: "\(home.registry).before-0.1")
      #expect(try await home.mcpcred("list").status == 0)
    }

    @Test("an empty file is damage where it was a registry, and a new one where it was not")
    func emptied() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      // Not by a refresh: its worker copies the log back when all is told.
      #expect(try await home.mcpcred("login", "demo").status == 0)
      try Data().write(to: URL(fileURLWithPath: home.registry))
      try setMode(home.registry, 0o600)
      for words in [["list"], ["status"], ["token", "demo"], ["add", "more", server.second]] {
        expectFailure(
          try await home.run(words), 6, "\(home.registry) is damaged: it is empty, although it has held logins",
          hints: ["cp BACKUP \(home.registry)", "rm \(home.registry), to begin anew"])
      }
      #expect(FileManager.default.contents(atPath: home.registry) == Data())
      for path in ["\(home.registry).d/locks", "\(home.registry)-wal", "\(home.registry)-shm"] {
        try? FileManager.default.removeItem(atPath: path)
      }
      #expect(try await home.mcpcred("list").status == 0)
    }

    @Test("a plain copy of the registry, without its log, has the last rotation")
    func copied() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      // As long as somebody has it open the log is not copied back by closing it.
      let reader = try RunningProgram(
        "/usr/bin/env",
        [
          "python3", "-c",
          "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT * FROM grant').fetchall(); "
            + "print('open', flush=True); sys.stdin.read()", home.registry,
        ], environment: Program.environment, input: .open)
      #expect(try await reader.firstLine() == "open")
      #expect(try await home.mcpcred("refresh", "demo").status == 0)
      let copy = home.scratch["copy.sqlite"]
      let generation = try await eventually("the rotation in a copy") {
        try? FileManager.default.removeItem(atPath: copy)
        try FileManager.default.copyItem(atPath: home.registry, toPath: copy)
        let generation = try await home.sql("SELECT generation FROM grant", in: copy)
        return generation == "2" ? generation : nil
      }
      #expect(generation == "2")
      reader.closeInput()
    }

    @Test("root makes nothing in somebody else's home", .enabled(if: geteuid() == 0, "needs root"))
    func othersHome() async throws {
      let home = try Workspace()
      try #require(chown(home.home, 12_345, 12_345) == 0)
      for words in [["init", "--key-provider", "file"], ["list"], ["add", "demo", "https://mcp.example.com/mcp"]] {
        expectFailure(
          try await home.run(words), 13,
          "\(home.home)/.local/share belongs to user 12345, and this is root; nothing was made there")
      }
      #expect(try home.files().isEmpty)
      try expectFailureObject(try await home.mcpcred("list", "--json"), 13, code: "others_home")
      let named = "\(try home.scratch.folder("named"))/mcpcred/registry.sqlite"
      #expect(try await home.mcpcred("list", "--registry", named).status == 0)
    }

    @Test("a folder that others may write to is not a place for a registry, sticky or not; one in it is")
    func sharedFolder() async throws {
      let home = try Workspace()
      let folder = try home.scratch.folder("shared")
      let file = "\(folder)/registry.sqlite"
      for (mode, hint) in [
        (0o1777, "mcpcred --registry \(folder)/mcpcred/registry.sqlite …"), (0o777, "chmod go-w \(folder)"),
      ] {
        try #require(chmod(folder, mode_t(mode)) == 0)
        expectFailure(
          try await home.mcpcred("init", "--key-provider", "file", "--registry", file), 13,
          "\(folder) is not a place for a registry: it can be written to by others (mode \(String(mode, radix: 8)))",
          hints: [hint])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
      }
      try #require(chmod(folder, 0o1777) == 0)
      let inside = "\(folder)/mcpcred/registry.sqlite"
      #expect(try await home.mcpcred("init", "--key-provider", "file", "--registry", inside).status == 0)
      #expect(try await home.mcpcred("list", "--registry", inside).status == 0)
    }

    @Test("a FIFO in the place of the registry or its log ends at once", arguments: ["", "-wal", "-shm", "-journal"])
    func fifo(_ suffix: String) async throws {
      let home = try await Workspace.ready()
      let path = home.registry + suffix
      unlink(path)
      try #require(mkfifo(path, 0o600) == 0)
      let outcome = try await home.mcpcred("list", within: .seconds(10))
      expectFailure(outcome, 13, "\(path) is not private: it is not a regular file")
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
