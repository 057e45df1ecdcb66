import Foundation
import Testing

extension EndToEnd {
  /// How a login begins, waits and ends, without a half-made row whatever happens.
  @Suite("Login")
  struct LoginTests {
    @Test("the person pressing deny is exit code 9, and nothing is added")
    func deny() async throws {
      let server = try await RunningDemoServer(consent: "deny")
      let home = try await Workspace.ready()
      expectFailure(try await home.mcpcred("add", "demo", server.mcp), 9, "login to demo was denied")
      try expectFailureObject(try await home.mcpcred("add", "demo", server.mcp, "--json"), 9, code: "access_denied")
      try await expectNothingAdded(home)
    }

    @Test("a denied login leaves the one it would have replaced")
    func denyAgain() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let token = try await home.mcpcred("token", "demo").answer
      try await server.setConsent("deny")
      #expect(try await home.mcpcred("login", "demo").status == 9)
      #expect(try await home.mcpcred("token", "demo").answer == token)
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=1"], "{\"sum\":2}\n")
    }

    @Test("Ctrl-C and SIGTERM end a login with 130, and nothing is added", arguments: [SIGINT, SIGTERM])
    func interrupted(signal: Int32) async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready(browser: .ignores)
      let program = try home.start(["add", "demo", server.mcp])
      _ = try await authorizationURL(program)
      program.signal(signal)
      expectFailure(try await program.end(within: .seconds(5)), 130, "interrupted")
      try await expectNothingAdded(home)
    }

    @Test("a browser that never comes back is exit code 4 after the time given")
    func timeout() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready(browser: .ignores)
      let start = ContinuousClock.now
      let outcome = try await home.mcpcred("add", "demo", server.mcp, "--login-timeout", "1s")
      expectFailure(
        outcome, 4, "login to demo timed out: the browser did not come back within 1 s",
        hints: ["mcpcred add demo \(server.mcp) --login-timeout 10m"])
      #expect(ContinuousClock.now - start > .seconds(1))
      #expect(home.visited.count == 1)
      let account = try await home.mcpcred(
        "add", "demo", server.mcp, "--account", "work", "--no-browser", "--login-timeout=1")
      #expect(account.hints == ["mcpcred add demo \(server.mcp) --account work --no-browser --login-timeout 10m"])
      let json = try await home.mcpcred("add", "demo", server.mcp, "--login-timeout", "1", "--json")
      try expectFailureObject(json, 4, code: "login_timed_out")
      try await expectNothingAdded(home)
    }

    @Test(
      "who says that nobody is there is exit code 4, and no browser is started",
      arguments: [
        (["--no-interactive"], [:]), ([], ["MCPCRED_NO_INTERACTIVE": "1"]), ([], ["MCPCRED_NO_INTERACTIVE": "Yes"]),
      ])
    func notInteractive(options: [String], environment: [String: String]) async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      let text = try await home.start(["add", "demo", server.mcp] + options, with: environment).end()
      expectFailure(text, 4, "login to demo needs a person", hints: ["mcpcred add demo \(server.mcp)"])
      let json = try await home.start(["add", "demo", server.mcp, "--json"] + options, with: environment).end()
      try expectFailureObject(json, 4, code: "not_interactive")
      #expect(home.visited.isEmpty)
      try await expectNothingAdded(home)
    }

    @Test("a word in MCPCRED_NO_INTERACTIVE that is neither yes nor no is an error, and no login is tried")
    func unclear() async throws {
      let home = try await Workspace.ready()
      let outcome = try await home.start(["list"], with: ["MCPCRED_NO_INTERACTIVE": "perhaps"]).end()
      #expect(outcome.status == 2 && outcome.stderr.contains("MCPCRED_NO_INTERACTIVE"), "\(outcome)")
      let said = try await home.start(["list"], with: ["MCPCRED_NO_INTERACTIVE": "0"]).end()
      #expect(said.status == 0, "\(said)")
    }

    @Test("without a display, a browser and a terminal a login fails at once, and says which ways there are")
    func nowhere() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      let none = ["BROWSER": "", "DISPLAY": "", "WAYLAND_DISPLAY": ""]
      let outcome = try await home.start(["add", "demo", server.mcp], with: none).end()
      #expect(outcome.status == 4, "\(outcome)")
      #expect(outcome.stderr.contains("--no-browser"))
      for way in ["--begin", "--device"] {
        #expect(outcome.stderr.contains("mcpcred: hint: mcpcred add demo \(server.mcp) \(way)\n"), "\(outcome)")
      }
      try await expectNothingAdded(home)
    }

    @Test("a browser that cannot be started is a warning; the URL is shown and still works")
    func missingBrowser() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready(browser: .missing)
      let program = try home.start(["add", "demo", server.mcp])
      let url = try await authorizationURL(program)
      #expect(program.stderr.contains("mcpcred: warning: no browser could be started: "))
      try await Curl.follow(url)
      let outcome = try await program.end()
      #expect(outcome.status == 0 && outcome.stdout == "added demo\n", "\(outcome)")
    }

    @Test("a browser that ends with an error leaves the URL to the person")
    func failingBrowser() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready(browser: .fails)
      let program = try home.start(["add", "demo", server.mcp])
      let url = try await authorizationURL(program)
      #expect(try await eventually("the browser") { home.visited.first } == url)
      try await Curl.follow(url)
      #expect(try await program.end().status == 0)
    }

    @Test("--no-browser shows the URL, waits, and starts nothing; stray requests do not end it")
    func noBrowser() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      let program = try home.start(["add", "demo", server.mcp, "--no-browser"])
      let url = try await authorizationURL(program)
      let callback = try #require(redirectURI(in: url))
      let forged = try await Program.run(
        "/usr/bin/env", ["curl", "--silent", "--output", "/dev/null", "\(callback)?code=stolen&state=guessed"])
      #expect(forged.status == 0)
      try await Curl.follow(url)
      let outcome = try await program.end()
      #expect(outcome.status == 0 && outcome.stdout == "added demo\n", "\(outcome)")
      #expect(home.visited.isEmpty)
    }

    @Test("--paste takes the address the browser ended at, after a wrong one")
    func paste() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      let program = try home.start(["add", "demo", server.mcp, "--no-browser", "--paste"], input: .open)
      let url = try await authorizationURL(program)
      try program.say("https://example.com/?code=x\n")
      _ = try await eventually("the warning") { program.stderr.contains("that is not the address") ? true : nil }
      // What the browser would show where the callback cannot reach this machine.
      let redirect = try await Program.tool(
        "curl", ["--silent", "--output", "/dev/null", "--write-out", "%{redirect_url}", url])
      #expect(redirect.contains("code="))
      try program.say(redirect + "\n")
      let outcome = try await program.end()
      #expect(outcome.status == 0 && outcome.stdout == "added demo\n", "\(outcome)")
    }

    @Test("the end of what is pasted does not end the login")
    func endOfInput() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      let program = try home.start(["add", "demo", server.mcp, "--no-browser", "--paste"], input: .open)
      let url = try await authorizationURL(program)
      program.closeInput()
      try await Task.sleep(for: .milliseconds(300))
      try await Curl.follow(url)
      let outcome = try await program.end()
      #expect(outcome.status == 0, "\(outcome)")
    }

    @Test("a client made by hand logs in with its secret, and nothing is registered")
    func givenClient() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      let redirect = "http://127.0.0.1:\(try await FreePort.find())/callback"
      let id = try await server.addClient(
        #"{"redirect_uris": ["\#(redirect)"], "client_secret": "s3cret-of-the-client"}"#)
      let outcome = try await home.mcpcred(
        "add", "demo", server.mcp, "--client-id", id, "--client-secret-stdin", "--redirect-uri", redirect, "--json",
        input: .text("s3cret-of-the-client\n"))
      #expect(outcome.status == 0, "\(outcome)")
      #expect(try outcome.json()["registration"] == .string("pre-registered"))
      #expect(try outcome.json()["client_id"] == .string(id))
      try await expectAnswer(home, ["refresh", "demo"]) { $0.hasPrefix("refreshed demo") }
      #expect(try await server.registrations() == 0)
    }

    /// The URL that is shown, once the program waits for its answer.
    private func authorizationURL(_ program: RunningProgram) async throws -> String {
      try await eventually("the authorization URL") {
        let line = program.stderr.split(separator: "\n").first { $0.hasPrefix("  http") }
        return line.map { String($0.dropFirst(2)) }
      }
    }

    private func redirectURI(in url: String) -> String? {
      guard let value = url.split(separator: "&").first(where: { $0.hasPrefix("redirect_uri=") }) else { return nil }
      return String(value.dropFirst("redirect_uri=".count)).removingPercentEncoding
    }

    private func expectNothingAdded(_ home: Workspace) async throws {
      let list = try await home.mcpcred("list", "--json")
      #expect(list.status == 0 && list.stdout == "[]\n", "\(list)")
      #expect(try await home.sql("SELECT count(*) FROM grant") == "0")
    }
  }
}
