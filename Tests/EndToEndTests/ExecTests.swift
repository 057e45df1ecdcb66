import Foundation
import Testing

extension EndToEnd {
  /// Another program with a token in its environment.
  @Suite("Exec")
  struct ExecTests {
    @Test("the token is in the command's environment only, and the command is the same process")
    func environment() async throws {
      let (server, home) = (try await RunningDemoServer(), try await Workspace.ready())
      _ = try await home.mcpcred("add", "my-notes", server.mcp)
      _ = try await home.mcpcred("add", "tasks", server.second)
      let notes = try await home.mcpcred("token", "my-notes", "--min-valid", "2m").answer
      let tasks = try await home.mcpcred("token", "tasks").answer
      let program = try home.start([
        "exec", "my-notes", "--", "sh", "-c", #"echo $$ "$MCP_TOKEN $MCPCRED_SERVER $1" --json"#, "-", "--account",
      ])
      let one = try await program.end()
      #expect(one.status == 0 && one.stdout == "\(program.id) \(notes) my-notes --account --json\n", "\(one)")
      #expect(one.stderr == "mcpcred: the token of my-notes lasts 4 min more\n")
      let two = try await home.mcpcred(
        "exec", "my-notes", "tasks", "--", "printenv", "MCP_TOKEN_MY_NOTES", "MCP_TOKEN_TASKS", "MCPCRED_SERVER")
      #expect(two.stdout == "\(notes)\n\(tasks)\nmy-notes tasks\n", "\(two)")
      let named = try await home.mcpcred(
        "exec", "my-notes", "tasks", "--as", "A", "--as=B_2", "--", "printenv", "A", "B_2", "MCP_TOKEN")
      #expect(named.status == 1 && named.stdout == "\(notes)\n\(tasks)\n", "\(named)")
      #expect(try await server.refreshes() == 0)
      #expect(try await home.mcpcred("log").stdout.contains("handed"))
    }

    @Test("umask, limits and signals are the command's as they were, and no descriptor is left over")
    func untouched() async throws {
      let (server, home) = (try await RunningDemoServer(), try await Workspace.ready())
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let look =
        "umask; ulimit -S -c; ulimit -H -c; grep Sig[IB] /proc/self/status; ls /proc/self/fd"
      let script = "ulimit -S -c 1; umask 027; "
      let plain = try await Program.run(
        "/bin/bash", ["-c", script + "exec bash -c '\(look)'"], environment: home.environment)
      let under = try await Program.run(
        "/bin/bash", ["-c", script + "exec \(try Places.binary("mcpcred")) exec demo -- bash -c '\(look)'"],
        environment: home.environment)
      #expect(under.stdout == plain.stdout && plain.stdout.hasPrefix("0027\n1\n"), "\(under)\n\(plain)")
    }

    @Test("signals reach the command, and its exit code is the answer")
    func signals() async throws {
      let (server, home) = (try await RunningDemoServer(), try await Workspace.ready())
      _ = try await home.mcpcred("add", "demo", server.mcp)
      #expect(try await home.mcpcred("exec", "demo", "--", "sh", "-c", "exit 42").status == 42)
      let program = try home.start([
        "exec", "demo", "--", "sh", "-c", "trap 'echo told; exit 7' TERM; echo up; sleep 20 & wait",
      ])
      _ = try await program.firstLine()
      program.signal(SIGTERM)
      let outcome = try await program.end()
      #expect(outcome.status == 7 && outcome.stdout == "up\ntold\n", "\(outcome)")
      // The watchdog's alarm would end it after a few seconds.
      #expect(try await home.mcpcred("exec", "demo", "--", "sleep", "6").status == 0)
    }

    @Test("a token that would not last is refreshed first; where no other can be had, the one that is good serves")
    func lasting() async throws {
      let (server, home) = (try await RunningDemoServer(lifetime: 7200), try await Workspace.ready())
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let old = try await home.mcpcred("exec", "demo", "--", "printenv", "MCP_TOKEN")
      #expect(old.status == 0 && old.stderr.isEmpty, "\(old)")
      try await home.age(by: 7200 - 1500)
      let new = try await home.mcpcred("exec", "demo", "--", "printenv", "MCP_TOKEN")
      #expect(new.status == 0 && new.stdout != old.stdout, "\(new)")
      try await home.age(by: 7200 - 1500)
      try await server.plan("html", at: "refresh", times: nil)
      let same = try await home.mcpcred("exec", "demo", "--", "printenv", "MCP_TOKEN")
      #expect(same.status == 0 && same.stdout == new.stdout, "\(same)")
      #expect(
        same.stderr.contains("mcpcred: warning: demo: ") && same.stderr.contains("the token that is there is used"))
      #expect(try await home.mcpcred("exec", "demo", "--min-valid", "1h", "--", "true").status == 7)
    }

    @Test("what cannot be run is 127 or 126, before anything is asked for; what is no command line is 2")
    func refused() async throws {
      let (server, home) = (try await RunningDemoServer(), try await Workspace.ready())
      _ = try await home.mcpcred("add", "demo", server.mcp)
      try await home.age(by: 400)
      expectFailure(
        try await home.mcpcred("exec", "demo", "--", "no-such-program"), 127, "\"no-such-program\" was not found")
      let plain = try home.scratch.write("plain", "text")
      expectFailure(try await home.mcpcred("exec", "demo", "--", plain), 126, "\"\(plain)\" cannot be run: ")
      expectFailure(
        try await home.mcpcred("exec", "demo", "--", home.home), 126, "\"\(home.home)\" cannot be run: it is a folder")
      try expectFailureObject(
        try await home.mcpcred("exec", "demo", "--json", "--", "no-such-program"), 127, code: "command_not_found")
      #expect(try await server.refreshes() == 0)
      for words in [["demo"], ["demo", "true"], ["demo", "--as", "A", "--as", "B", "--", "true"], ["--", "true"]] {
        let outcome = try await home.run(["exec"] + words)
        #expect(outcome.status == 2 && outcome.stdout.isEmpty, "\(words): \(outcome)")
      }
      for name in ["1A", "A=B", "", "MCPCRED_SERVER"] {
        #expect(try await home.run(["exec", "demo", "--as=\(name)", "--", "true"]).status == 2, "\(name)")
      }
      expectFailure(try await home.mcpcred("exec", "nowhere", "--", "true"), 3, "no server \"nowhere\"")
      _ = try await home.mcpcred("revoke", "demo")
      #expect(try await home.mcpcred("exec", "demo", "--", "true").status == 4)
      try await server.behave("dpop_required")
      _ = try await home.mcpcred("add", "bound", server.second)
      #expect(try await home.mcpcred("exec", "bound", "--", "true").status == 13)
    }
  }
}
