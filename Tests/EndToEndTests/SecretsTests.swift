import Foundation
import Testing

extension EndToEnd {
  /// Every secret that went over the wire is looked for in everything that was printed or written.
  @Suite("Secrets")
  struct SecretsTests {
    @Test("no secret is printed at --verbose, nor written in clear anywhere")
    func canary() async throws {
      let server = try await RunningDemoServer(interval: 1)
      let proxy = try await RecordingProxy(to: server)
      let home = try await Workspace.ready()
      let said = try await journey(home, server, proxy)
      var canary = Canary()
      canary.collect(try proxy.exchanges())
      let key = try #require(FileManager.default.contents(atPath: home.keyFile))
      canary.plant(String(decoding: key, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines), "key")
      expectEnough(canary)
      for (path, data) in try home.files() where path != home.keyFile {
        #expect(canary.found(in: data) == [], "\(path)")
      }
      for (command, outcome) in said {
        #expect(canary.found(in: Data(outcome.stderr.utf8)) == [], "stderr of \(command)")
        #expect(canary.found(in: Data(outcome.stdout.utf8)) == [], "stdout of \(command)")
      }
      // The search finds what is there: `token` hands out one access token and nothing else.
      for words in [["token", "demo", "--json"], ["headers", "demo"]] {
        let outcome = try await home.run(words + ["--verbose"])
        let handedOut = canary.found(in: Data(outcome.stdout.utf8))
        #expect(handedOut.count == 1 && handedOut[0].hasPrefix("access_token as at_"), "\(outcome)")
        #expect(canary.found(in: Data(outcome.stderr.utf8)).isEmpty)
      }
    }

    @Test("no secret is in the registry's files while a process has them open, nor in its command line or environment")
    func whileRunning() async throws {
      let server = try await RunningDemoServer()
      let proxy = try await RecordingProxy(to: server)
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", proxy.address(server.mcp))
      try await server.plan("slow", at: "refresh", more: #", "seconds": 1"#)
      let program = try home.start(["refresh", "demo"])
      _ = try await eventually("the request") { try await server.refreshes() == 1 ? true : nil }
      let files = try home.files()
      let workers = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { id in
        let words = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") ?? Data()
        return words == Data("mcpcred: refreshing\u{0}refresh-worker\u{0}".utf8)
      }
      #expect(!workers.isEmpty)
      for id in workers {
        #expect(FileManager.default.contents(atPath: "/proc/\(id)/comm") == Data("mcpcred worker\n".utf8))
      }
      let process = (workers + ["\(program.id)"]).flatMap { id in
        ["cmdline", "environ"].compactMap { FileManager.default.contents(atPath: "/proc/\(id)/\($0)") }
      }
      #expect(files.keys.contains { $0.hasSuffix("-wal") })
      #expect(try await program.end().status == 0)
      var canary = Canary()
      canary.collect(try proxy.exchanges())
      #expect(canary.count("refresh_token") >= 2)
      for (path, data) in files where path != home.keyFile { #expect(canary.found(in: data) == [], "\(path)") }
      for data in process { #expect(canary.found(in: data) == []) }
    }

    @Test("the search knows the encodings it looks for")
    func encodings() {
      var canary = Canary()
      canary.plant("at_0123456789abcdef_secret", "access_token")
      let hidden = [
        "x at_0123456789abcdef_secret y",
        "61745f303132333435363738396162636465665f736563726574",
        Data("Basic:at_0123456789abcdef_secret;".utf8).base64EncodedString(),
        Data("id:at_0123456789abcdef_secret".utf8).base64EncodedString(),
        "at%5F0123456789abcdef%5Fsecret",
      ]
      for text in hidden { #expect(canary.found(in: Data(text.utf8)).count >= 1, "\(text)") }
      #expect(canary.found(in: Data("at_0123456789abcdeX_secret".utf8)).isEmpty)
    }

    /// Every command that handles a secret, as talkative as it gets.
    private func journey(
      _ home: Workspace, _ server: RunningDemoServer, _ proxy: RecordingProxy
    ) async throws -> [String: Outcome] {
      var said: [String: Outcome] = [:]
      func run(_ words: [String], input: RunningProgram.Input = .nothing, fails status: Int32 = 0) async throws {
        let outcome = try await home.start(words + ["--verbose"], input: input).end()
        #expect(outcome.status == status, "\(words): \(outcome)")
        said[words.joined(separator: " ")] = outcome
      }
      let redirect = "http://127.0.0.1:\(try await FreePort.find())/callback"
      let secret = "client-secret-\(UUID().uuidString)"
      let id = try await server.addClient(#"{"redirect_uris": ["\#(redirect)"], "client_secret": "\#(secret)"}"#)
      try await run(["add", "demo", proxy.address(server.mcp), "--device"])
      try await run(["login", "demo", "--grant", "authorization-code"])
      try await run(["add", "classic", proxy.address(server.legacy), "--json"])
      try await run(
        [
          "add", "given", proxy.address(server.second), "--client-id", id, "--client-secret-stdin", "--redirect-uri",
          redirect,
        ], input: .text(secret + "\n"))
      try await run(["call", "demo", "who_am_i"])
      try await run(["call", "classic", "count_slowly", "upto=2", "--json"])
      try await run(["login", "demo", "--scope", "tools:read offline_access openid"])
      for words in [["whoami", "demo"], ["whoami", "given", "--json"], ["account", "demo"]] { try await run(words) }
      try await run(["exec", "demo", "--verbose", "--", "true"])
      try await run(["refresh", "demo"])
      try await run(["refresh", "--all", "--json"])
      try await server.plan("invalid_grant", at: "refresh")
      try await run(["refresh", "classic"], fails: 7)
      try await server.plan("html", at: "refresh", times: 3)
      try await run(["refresh", "given", "--json"], fails: 7)
      try await run(["refresh", "given"])
      for words in [["tools", "demo"], ["list"], ["status", "--json"], ["refresh", "--due"], ["log", "--json"]] {
        try await run(words)
      }
      try await run(["revoke", "classic"])
      try await run(["login", "classic"])
      try await run(["remove", "classic"])
      try await server.expireAccessTokens()
      try await run(["call", "demo", "add_note", "text=x"], fails: 9)
      return said
    }

    /// Fewer would mean that the test has gone blind.
    private func expectEnough(_ canary: Canary) {
      for (kind, least) in [
        ("access_token", 8), ("refresh_token", 6), ("code", 4), ("code_verifier", 4), ("device_code", 1),
        ("id_token", 1),
        ("authorization", 1), ("key", 1),
      ] {
        #expect(canary.count(kind) >= least, "\(kind): \(canary.count(kind))")
      }
      #expect(canary.secrets.keys.contains { $0.hasPrefix("client-secret-") } || canary.count("authorization") > 0)
      #expect(canary.secrets.count >= 25)
    }
  }
}
