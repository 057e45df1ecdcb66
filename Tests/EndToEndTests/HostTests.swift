import Foundation
import Testing

extension EndToEnd {
  /// The settings of editors and agents.
  @Suite("Hosts")
  struct HostTests {
    private static let settings = """
      {
        // what I like
        "theme": "dark", "mcpServers": {
          "files": { "command": "npx", "args": ["files"] } // mine
        },
      }

      """

    private static func ready() async throws -> Workspace {
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "notes", "https://mcp.example.com/mcp", "--no-login")
      try FileManager.default.createDirectory(atPath: "\(home.home)/.cursor", withIntermediateDirectories: true)
      return home
    }

    private static func write(_ text: String, _ path: String, mode: Int = 0o640) throws {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    private static func read(_ path: String) -> String {
      FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    @Test("an entry is added and removed, and all else in the file stays as it was: bytes, mode and link")
    func journey() async throws {
      let home = try await Self.ready()
      let path = "\(home.home)/.cursor/mcp.json", real = "\(home.home)/dotfiles.json", backup = path + ".mcpcred-backup"
      try Self.write(Self.settings, real)
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: real)
      let tried = try await home.mcpcred("host", "add", "cursor", "notes", "--print")
      #expect(tried.status == 0 && tried.stdout.hasPrefix("{\n  \"mcpServers\""), "\(tried)")
      #expect(Self.read(real) == Self.settings && !Places.exists(backup))
      let added = try await home.mcpcred("host", "add", "cursor", "notes")
      #expect(added.status == 0 && added.stdout == "added notes to Cursor in \(path)\n", "\(added)")
      #expect(added.stderr == "mcpcred: what was there is in \(backup)\n")
      let binary = try Places.binary("mcpcred")
      let entry = "\"notes\": {\n      \"command\": \"\(binary)\",\n      \"args\": [\"serve\", \"notes\"]\n    }"
      #expect(
        Self.read(real)
          == Self.settings.replacing("] } // mine", with: "] }, // mine\n    \(entry)"), "\(Self.read(real))")
      #expect(Self.read(backup) == Self.settings)
      for file in [real, backup] {
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o640)
      }
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == real)
      try await expectAnswer(
        home, ["host", "add", "cursor", "notes"], "notes is in \(path) already; nothing was changed\n")
      let row = try await home.mcpcred("host", "list", "--json").json().elements.first { $0["host"]?.text == "cursor" }
      #expect(row?["servers"]?.elements.map(\.text) == ["notes"] && row?["exists"]?.flag == true)
      // What the host is told to start, it can start.
      let launched = try await Program.run(binary, ["serve", "notes"], environment: ["HOME": home.home])
      #expect(launched.status == 0, "\(launched)")
      #expect(try await home.mcpcred("host", "remove", "cursor", "notes", "--print").status == 0)
      let removed = try await home.mcpcred("host", "remove", "cursor", "notes")
      #expect(removed.status == 0 && removed.stdout == "removed notes from Cursor in \(path)\n", "\(removed)")
      #expect(Self.read(real) == Self.settings)
      expectFailure(
        try await home.mcpcred("host", "remove", "cursor", "files"), 3,
        "Cursor has no entry that runs mcpcred for \"files\", in \(path)", hints: ["mcpcred host list"])
    }

    @Test("a file that is not there is made; another registry and another account are named in the entry")
    func pinned() async throws {
      let (server, home) = (try await RunningDemoServer(), try await Workspace.ready())
      _ = try await home.mcpcred("add", "my.demo", server.mcp)
      _ = try await home.mcpcred("login", "my.demo", "--account", "work")
      let elsewhere = try home.scratch.folder("data")
      let other = ["XDG_DATA_HOME": elsewhere]
      _ = try await home.mcpcred("add", "far", "https://mcp.example.com/mcp", "--no-login", with: other)
      for (words, extra) in [
        (["far"], other), (["my.demo", "--account", "work"], [:]), (["my.demo", "--account", "default"], [:]),
      ] {
        let outcome = try await home.start(["host", "add", "opencode"] + words, with: extra).end()
        #expect(outcome.status == 0, "\(outcome)")
      }
      let entries = try JSON.parse(Self.read("\(home.home)/.config/opencode/opencode.json"))["mcp"]
      func command(_ entry: String) -> [String] { entries?[entry]?["command"]?.elements.compactMap(\.text) ?? [] }
      #expect(command("far").dropFirst() == ["serve", "far", "--registry", "\(elsewhere)/mcpcred/registry.sqlite"])
      #expect(command("my-demo-work").dropFirst() == ["serve", "my.demo", "--account", "work"])
      #expect(command("my-demo").dropFirst() == ["serve", "my.demo"])
      _ = try await home.mcpcred("host", "remove", "opencode", "my.demo", "--account", "work")
      let left = try JSON.parse(Self.read("\(home.home)/.config/opencode/opencode.json"))["mcp"]
      #expect(Set(left?.members.keys.map { String($0) } ?? []) == ["far", "my-demo"])
    }

    @Test("what cannot be kept is not changed, and TOML and YAML never are")
    func refused() async throws {
      let home = try await Self.ready()
      let path = "\(home.home)/.cursor/mcp.json"
      expectFailure(
        try await home.mcpcred("host", "add", "cursr", "notes"), 3, "no host \"cursr\"; did you mean cursor?")
      expectFailure(
        try await home.mcpcred("host", "add", "windsurf", "notes", "--scope", "project"), 2,
        "Windsurf reads no settings of a project")
      expectFailure(try await home.mcpcred("host", "add", "cursor", "nowhere"), 3, "no server \"nowhere\"")
      for (text, why) in [
        ("{\"mcpServers\": {}", "line 1 is not JSON"), ("[]", "it is not a JSON object"),
        ("{\"mcpServers\": []}", "\"mcpServers\" is not an object"),
        ("{\"mcpServers\": {}, \"mcpServers\": {}}", "\"mcpServers\" stands there twice"),
      ] {
        try Self.write(text, path)
        expectFailure(
          try await home.mcpcred("host", "add", "cursor", "notes"), 1, "\(path) is not a file to change: \(why)")
        #expect(Self.read(path) == text && !Places.exists(path + ".mcpcred-backup"))
      }
      try Self.write(#"{"mcpServers": {"notes": {"command": "npx"}}}"#, path)
      expectFailure(
        try await home.mcpcred("host", "add", "cursor", "notes"), 2,
        "Cursor has an entry \"notes\" that does not run mcpcred")
      expectFailure(
        try await home.mcpcred("host", "remove", "cursor", "notes"), 3, "Cursor has no entry that runs mcpcred")
      let printed = try await home.mcpcred("host", "add", "codex", "notes")
      #expect(printed.status == 0 && printed.stdout.hasPrefix("[mcp_servers.notes]\n"), "\(printed)")
      #expect(printed.stderr.contains("mcpcred: warning: nothing was changed: TOML is printed"))
      #expect(!Places.exists("\(home.home)/.codex"))
      expectFailure(
        try await home.mcpcred("host", "import", "goose"), 2, "\(home.home)/.config/goose/config.yaml is YAML")
      expectFailure(try await home.mcpcred("host", "import", "zed"), 3, "Zed has no file at ")
      let toml = try home.scratch.write("config.toml", "[mcp_servers.far]\nurl = \"https://far.example/mcp\"\n")
      let codex = ["CODEX_HOME": home.scratch.path]
      let imported = try await home.mcpcred("host", "import", "codex", with: codex)
      #expect(imported.status == 0 && imported.stdout == "added far https://far.example/mcp\n", "\(imported)")
      expectFailure(
        try await home.mcpcred("host", "remove", "codex", "notes", with: codex), 2,
        "\(toml) is TOML, which is never changed")
    }

    @Test("what is printed for each host is of the format that the host reads")
    func everyHost() async throws {
      let home = try await Self.ready()
      let binary = try Places.binary("mcpcred")
      let hosts = try await home.mcpcred("host", "list", "--all", "--json").json().elements
      #expect(hosts.count > 40)
      for host in hosts {
        let words = [host["host"]?.text ?? "", "notes", "--scope", host["scope"]?.text ?? ""]
        let outcome = try await home.run(["host", "show"] + words)
        #expect(outcome.status == 0, "\(outcome)")
        let format = host["format"]?.text ?? ""
        let module = format == "yaml" ? "yaml" : "tomllib"
        guard format != "json" else {
          #expect(try JSON.parse(outcome.stdout).members.count == 1)
          continue
        }
        let read =
          "import json, sys, \(module); print(json.dumps(\(module).\(format == "yaml" ? "safe_load" : "loads")(sys.stdin.read())))"
        let parsed = try await Program.run("/usr/bin/env", ["python3", "-c", read], input: .text(outcome.stdout))
        guard !parsed.stderr.contains("ModuleNotFoundError") else { continue }
        #expect(parsed.status == 0 && parsed.stdout.contains("\"\(binary)\""), "\(words): \(parsed)")
        #expect(parsed.stdout.contains("[\"serve\", \"notes\"]"), "\(parsed)")
      }
    }

    @Test("remote servers come into the registry without a login, and what is left is told without its secrets")
    func imported() async throws {
      let home = try await Self.ready()
      let path = "\(home.home)/.claude.json"
      try Self.write(
        """
        {"mcpServers": {
          "one": {"type": "http", "url": "https://one.example/mcp", "headers": {"Authorization": "Bearer s3cr3t"}},
          "two": {"command": "npx", "args": ["-y", "mcp-remote", "https://two.example/mcp", "--header", "X: s3cr3t"]},
          "notes": {"url": "https://other.example/mcp"}, "bad name": {"url": "https://mcp.three.example/mcp"},
          "same": {"url": "https://mcp.example.com/mcp"}, "old": {"type": "sse", "url": "https://old.example/sse"},
          "plain": {"url": "http://plain.example/mcp"}, "key": {"url": "https://key.example/mcp?api_key=s3cr3t"},
          "variable": {"url": "https://${HOST}/mcp"}, "program": {"command": "npx", "args": ["files"]}
        }, "projects": {"/elsewhere": {"mcpServers": {"far": {"url": "https://far.example/mcp"}}},
          "\(home.home)": {"mcpServers": {"near": {"url": "https://near.example/mcp"}}}}}
        """, path)
      let words = ["-c", "cd && exec \"$0\" \"$@\"", try Places.binary("mcpcred"), "host", "import", "claude-code"]
      let tried = try await Program.run("/bin/sh", words + ["--print"], environment: home.environment)
      #expect(tried.status == 0 && tried.stdout.hasPrefix("would add one https://one.example/mcp\n"), "\(tried)")
      #expect(try await home.mcpcred("list", "--json").json().elements.count == 1)
      let outcome = try await Program.run("/bin/sh", words, environment: home.environment)
      #expect(
        outcome.stdout == """
          added one https://one.example/mcp
          added two https://two.example/mcp
          added notes-2 https://other.example/mcp
          added three https://mcp.three.example/mcp
          added near https://near.example/mcp

          """, "\(outcome)")
      #expect(outcome.status == 0 && !outcome.stderr.contains("s3cr3t"))
      for reason in [
        "one: not taken: headers", "two: not taken: --header", "left \"same\": the registry has its URL as notes",
        "left \"old\": it uses the older transport", "left \"plain\": its URL is plain http to another machine",
        "left \"key\": its URL seems to hold a secret", "left \"variable\": a variable is in its URL",
        "left \"program\": it is a program of its own",
      ] { #expect(outcome.stderr.contains("mcpcred: \(reason)"), "\(reason)\n\(outcome)") }
      #expect(outcome.hints == ["mcpcred login one", "mcpcred host add claude-code one"])
      #expect(try await home.mcpcred("status").stdout.contains("two"))
      let again = try await Program.run("/bin/sh", words, environment: home.environment)
      #expect(again.status == 0 && again.stdout.isEmpty, "\(again)")
    }
  }
}
