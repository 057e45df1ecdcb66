import Foundation
import Testing

extension EndToEnd {
  /// A login with a code, which a person confirms in a browser of another machine.
  @Suite("Device")
  struct DeviceTests {
    @Test("the code is shown, is confirmed on its page, and the login is used and refreshed by other processes")
    func confirmed() async throws {
      let server = try await RunningDemoServer(consent: "page", interval: 1)
      let home = try await Workspace.ready()
      let program = try home.start(["add", "demo", server.mcp, "--device"])
      let code = try await Self.code(program)
      #expect(program.stderr.contains("\nmcpcred: in a browser, on any machine, visit:\n  \(server.device)\n"))
      #expect(program.stderr.contains("\n  \(server.device)?user_code=\(code)\n"))
      try await server.decide(code, "allow")
      let outcome = try await program.end()
      #expect(outcome.status == 0 && outcome.stdout == "added demo\n", "\(outcome)")
      #expect(home.visited.isEmpty)
      try await expectAnswer(home, ["refresh", "demo"]) { $0.hasPrefix("refreshed demo") }
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
      #expect(try await home.sql("SELECT flow FROM grant") == "device_code")
    }

    @Test("a person who says no is exit code 9, and nothing is added")
    func denied() async throws {
      let server = try await RunningDemoServer(consent: "page", interval: 1)
      let home = try await Workspace.ready()
      let program = try home.start(["add", "demo", server.mcp, "--device"])
      try await server.decide(try await Self.code(program), "deny")
      expectFailure(try await program.end(), 9, "login to demo was denied")
      #expect(try await home.mcpcred("list", "--json").stdout == "[]\n")
    }

    @Test("nobody confirming it is exit code 4 after the time given, with the code on stderr for scripts too")
    func timeout() async throws {
      let server = try await RunningDemoServer(consent: "page", interval: 1)
      let home = try await Workspace.ready()
      let outcome = try await home.mcpcred("add", "demo", server.mcp, "--device", "--login-timeout", "1s")
      expectFailure(
        outcome, 4, "login to demo timed out: nobody confirmed the code within 1 s",
        hints: ["mcpcred add demo \(server.mcp) --device --login-timeout 1s"])
      let json = try await home.mcpcred("add", "demo", server.mcp, "--device", "--login-timeout", "1s", "--json")
      try expectFailureObject(json, 4, code: "login_timed_out")
      #expect(json.stderr.contains(server.device))
    }

    @Test("Ctrl-C and SIGTERM end it with 130", arguments: [SIGINT, SIGTERM])
    func interrupted(signal: Int32) async throws {
      let server = try await RunningDemoServer(consent: "page", interval: 5)
      let home = try await Workspace.ready()
      let program = try home.start(["add", "demo", server.mcp, "--device"])
      _ = try await Self.code(program)
      program.signal(signal)
      expectFailure(try await program.end(within: .seconds(4)), 130, "interrupted")
      #expect(try await home.mcpcred("list", "--json").stdout == "[]\n")
    }

    @Test("a server without the grant is exit code 8, and says what to type instead")
    func unsupported() async throws {
      let server = try await RunningDemoServer(consent: "page", behaviours: ["no_device_grant"])
      let home = try await Workspace.ready()
      expectFailure(
        try await home.mcpcred("add", "demo", server.mcp, "--device"), 8,
        "discovery of demo's authorization server: the authorization server does not offer the device grant (RFC 8628)",
        hints: ["mcpcred add demo \(server.mcp) --no-browser"])
      #expect(try await server.registrations() == 0)
    }

    @Test("a client that is registered for a browser only is told how to become another one")
    func unregistered() async throws {
      let server = try await RunningDemoServer(behaviours: ["no_device_grant"], interval: 1)
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      try await server.behave(off: ["no_device_grant"])
      expectFailure(
        try await home.mcpcred("login", "demo", "--device"), 8,
        "registration of demo: the authorization server registered the client without the grant that this login needs: "
          + "\"urn:ietf:params:oauth:grant-type:device_code\"",
        hints: ["mcpcred login demo --device --new-registration"])
      let outcome = try await home.mcpcred("login", "demo", "--device", "--new-registration")
      #expect(outcome.status == 0, "\(outcome)")
    }

    @Test(
      "options that contradict each other are refused",
      arguments: [["--device", "--paste"], ["--device", "--grant", "authorization-code"], ["--grant", "password"]])
    func contradictions(options: [String]) async throws {
      let home = try await Workspace.ready()
      #expect(try await home.run(["add", "demo", "http://127.0.0.1:9/mcp"] + options).status == 2)
    }

    /// The code that is shown, once the program waits for it to be confirmed.
    static func code(_ program: RunningProgram) async throws -> String {
      try await eventually("the code") {
        let lines = program.stderr.split(separator: "\n")
        guard let index = lines.firstIndex(of: "mcpcred: and confirm the code:"), index + 1 < lines.count else {
          return nil
        }
        return String(lines[index + 1].dropFirst(2))
      }
    }
  }
}
