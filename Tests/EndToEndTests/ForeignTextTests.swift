import Foundation
import Testing

extension EndToEnd {
  /// What strangers say, on its way to a terminal and to the disk.
  @Suite("Foreign text")
  struct ForeignTextTests {
    /// What acts on a terminal: C0 but line ends and tabs, DEL, C1, and what reorders text or ends a line.
    static func acts(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar.value {
      case 0x09, 0x0A: false
      case 0..<0x20, 0x7F..<0xA0, 0x61C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
      default: false
      }
    }

    static let hostile = "a\u{9B}2Jb\u{7F}c\u{202E}d\u{2028}e\u{85}f\u{1B}]0;g\u{7}h\ri\nmcpcred: error: forged"

    @Test("a server that repeats requests in its refusals gets no secret onto stderr, into status, log or the registry")
    func repeated() async throws {
      let server = try await RunningDemoServer()
      let proxy = try await RecordingProxy(to: server)
      let home = try await Workspace.ready()
      let redirect = "http://127.0.0.1:\(try await FreePort.find())/callback"
      let secret = "client secret+\(UUID().uuidString)/%"
      let id = try await server.addClient(#"{"redirect_uris": ["\#(redirect)"], "client_secret": "\#(secret)"}"#)
      let added = try await home.mcpcred(
        "add", "given", proxy.address(server.mcp), "--client-id", id, "--client-secret-stdin", "--redirect-uri",
        redirect, input: .text(secret + "\n"))
      #expect(added.status == 0, "\(added)")
      var said: [String: Outcome] = [:]
      func run(_ words: String..., fails status: Int32 = 0) async throws {
        let outcome = try await home.run(words)
        #expect(outcome.status == status, "\(words): \(outcome)")
        said[words.joined(separator: " ")] = outcome
      }
      // A request that is refused as such is made once more, with its scope.
      try await server.plan("repeats_request", at: "refresh", times: 2)
      try await run("refresh", "given", fails: 8)
      #expect(
        said.values.first?.stderr.contains("cannot handle grant_type=refresh_token&refresh_token=<secret>") == true)
      try await run("status", "given")
      try await run("status", "--json")
      // A request that is refused as such is made once more, with its scope.
      try await server.plan("repeats_request", at: "refresh", times: 2)
      try await run("refresh", "given", "--json", fails: 8)
      try await server.plan("repeats_request", at: "mcp")
      try await run("call", "given", "add_note", "text=x", "--verbose", fails: 9)
      try await server.plan("repeats_request", at: "code_exchange")
      try await run("login", "given", fails: 8)
      try await server.plan("repeats_request", at: "revocation", times: 4)
      try await run("revoke", "given", fails: 8)
      try await run("log", "--json")
      try await run("log")
      var canary = Canary()
      canary.collect(try proxy.exchanges())
      canary.plant(secret, "client_secret")
      for (kind, least) in [("refresh_token", 1), ("access_token", 1), ("code", 1), ("authorization", 1)] {
        #expect(canary.count(kind) >= least, "\(kind)")
      }
      for (path, data) in try home.files() where path != home.keyFile {
        #expect(canary.found(in: data) == [], "\(path)")
      }
      for (command, outcome) in said {
        #expect(canary.found(in: Data((outcome.stdout + outcome.stderr).utf8)) == [], "\(command): \(outcome)")
      }
    }

    @Test("a tool's error repeats the token and forges lines: the token is hidden, and each line stands behind a mark")
    func toolError() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let token = try await home.mcpcred("token", "demo").stdout.trimmingCharacters(in: .whitespacesAndNewlines)
      let message = "message=\(Self.hostile)\n{\"code\":\"forged\"}\nyour token \(token.replacing("_", with: "%5f"))"
      let outcome = try await home.mcpcred("call", "demo", "fail", message)
      #expect(outcome.status == 10 && outcome.stdout.isEmpty, "\(outcome)")
      let lines = outcome.stderr.split(separator: "\n")
      #expect(lines.count == 4 && lines.allSatisfy { $0.hasPrefix("  | ") }, "\(outcome)")
      #expect(lines.last == "  | your token <secret>")
      #expect(!outcome.stderr.unicodeScalars.contains { Self.acts($0) }, "\(outcome.stderr.debugDescription)")
      // The result itself is the server's, in JSON's own escapes.
      let json = try await home.mcpcred("call", "demo", "fail", message, "--json")
      #expect(json.status == 10 && !json.stdout.dropLast().unicodeScalars.contains { Self.acts($0) || $0 == "\n" })
      #expect(json.stdout.contains("\\u009b2Jb\\u007fc\\u202ed\\u2028e\\u0085f\\u001b]0;g\\u0007h\\ri\\nmcpcred"))
    }

    @Test("structured results, JSON answers and what a terminal shows have nothing that acts on it")
    func results() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "open", server.open)
      _ = try await home.mcpcred("call", "open", "add_note", "text=\(Self.hostile)")
      let json = try await home.mcpcred("call", "open", "list_notes", "--json")
      #expect(json.status == 0 && json.stdout.contains("\\u009b2J"), "\(json)")
      #expect(!json.stdout.unicodeScalars.contains { Self.acts($0) })
      var environment = home.environment
      environment["SHELL"] = "/bin/sh"
      let command = "\(try Places.binary("mcpcred")) call open list_notes"
      let shown = try await RunningProgram(
        "/usr/bin/script", ["--quiet", "--return", "--command", command, "/dev/null"], environment: environment
      ).end()
      // The program itself clears the line of the tool's progress.
      let seen = shown.stdout.replacing("\u{1B}[K", with: "")
      #expect(shown.status == 0 && seen.contains("2Jb"), "\(shown)")
      #expect(!seen.unicodeScalars.contains { $0 != "\r" && Self.acts($0) }, "\(seen.debugDescription)")
    }
  }
}
