import Foundation
import Testing

extension EndToEnd {
  /// A login in two steps: one process prints an address, another one is brought the address a browser ended at.
  @Suite("Split login")
  struct SplitTests {
    @Test("login --begin prints the URL and ends; --finish - takes the answer in another process")
    func roundTrip() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      let begun = try await home.mcpcred("add", "demo", server.mcp, "--begin")
      #expect(begun.status == 0 && begun.errors.isEmpty, "\(begun)")
      #expect(begun.hints == ["mcpcred login demo --finish -"])
      #expect(begun.stdout.hasPrefix(server.issuer + "/ask?") && begun.stdout.hasSuffix("\n"))
      #expect(begun.stdout.count { $0 == "\n" } == 1)
      #expect(try await home.mcpcred("list", "--json").stdout == "[]\n")
      let answer = try await Self.answer(to: begun.answer)
      let finished = try await home.mcpcred("login", "demo", "--finish", "-", input: .text(answer + "\n"))
      #expect(finished.status == 0 && finished.stdout == "logged in to demo\n", "\(finished)")
      #expect(home.visited.isEmpty)
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
      #expect(try await home.sql("SELECT count(*) FROM pending_login") == "0")
    }

    @Test("a wrong address is exit code 2 and changes nothing; the right one is taken after it, as an argument too")
    func wrongAddress() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let begun = try await home.mcpcred("login", "demo", "--begin", "--json").json()
      let url = begun["authorization_url"]?.text ?? ""
      for wrong in ["https://example.com/?code=x", url, ""] {
        expectFailure(
          try await home.mcpcred("login", "demo", "--finish", wrong), 2,
          "that is not the address that a browser ends at", hints: ["mcpcred login demo --finish -"])
      }
      let answer = try await Self.answer(to: url)
      #expect(try await home.mcpcred("login", "demo", "--finish", answer).status == 0)
      let again = try await home.mcpcred("login", "demo", "--finish", answer)
      expectFailure(again, 4, "no login to demo waits for an answer", hints: ["mcpcred login demo --begin"])
      let json = try await home.mcpcred("login", "demo", "--finish", answer, "--json")
      try expectFailureObject(json, 4, code: "no_pending_login")
    }

    @Test("a person who says no is exit code 9, also in two steps")
    func denied() async throws {
      let server = try await RunningDemoServer(consent: "deny")
      let home = try await Workspace.ready()
      let begun = try await home.mcpcred("add", "demo", server.mcp, "--begin")
      let answer = try await Self.answer(to: begun.answer)
      expectFailure(
        try await home.mcpcred("login", "demo", "--finish", "-", input: .text(answer)), 9, "login to demo was denied")
    }

    @Test("a login that waits is over after the time given")
    func expired() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let begun = try await home.mcpcred("login", "demo", "--begin", "--login-timeout", "1s")
      let answer = try await Self.answer(to: begun.answer)
      try await Task.sleep(for: .milliseconds(1100))
      #expect(try await home.mcpcred("login", "demo", "--finish", answer).status == 4)
    }

    @Test("it begins without a person at hand, and an open server has nothing to begin")
    func noPerson() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      #expect(try await home.mcpcred("add", "demo", server.mcp, "--begin", "--no-interactive").status == 0)
      let open = try await home.mcpcred("add", "free", server.open, "--begin")
      #expect(open.status == 0 && open.stdout == "added free\n", "\(open)")
    }

    @Test(
      "options that contradict each other are refused",
      arguments: [
        ["login", "demo", "--begin", "--finish", "-"], ["login", "demo", "--begin", "--device"],
        ["login", "demo", "--begin", "--paste"], ["login", "demo", "--finish", "-", "--device"],
        ["add", "demo", "http://127.0.0.1:9/mcp", "--begin", "--no-login"],
      ])
    func contradictions(words: [String]) async throws {
      let home = try await Workspace.ready()
      #expect(try await home.run(words).status == 2)
    }

    @Test("nothing of a login that waits is in the registry's files in clear")
    func sealed() async throws {
      let server = try await RunningDemoServer()
      let proxy = try await RecordingProxy(to: server)
      let home = try await Workspace.ready()
      let begun = try await home.mcpcred("add", "demo", proxy.address(server.mcp), "--begin", "--verbose")
      let files = try home.files()
      let answer = try await Self.answer(to: proxy.address(begun.answer))
      #expect(
        try await home.mcpcred("login", "demo", "--finish", "-", "--verbose", input: .text(answer)).status == 0)
      var canary = Canary()
      canary.collect(try proxy.exchanges())
      let state = answer.split(separator: "&").first { $0.hasPrefix("state=") || $0.contains("?state=") }
      canary.plant(state?.split(separator: "=").last.map { String($0) }, "state")
      #expect(canary.count("code_verifier") == 1 && canary.count("state") == 1)
      for (path, data) in files where path != home.keyFile { #expect(canary.found(in: data) == [], "\(path)") }
      var unsent = Canary()
      for (value, kind) in canary.secrets where kind == "code_verifier" { unsent.plant(value, kind) }
      #expect(unsent.found(in: Data((begun.stdout + begun.stderr).utf8)) == [])
    }

    /// Where a browser on another machine ends: an address of this one, which it cannot open.
    static func answer(to url: String) async throws -> String {
      let redirect = try await Program.tool(
        "curl", ["--silent", "--output", "/dev/null", "--write-out", "%{redirect_url}", url])
      #expect(redirect.contains("state="))
      return redirect
    }
  }
}
