import Foundation
import Testing

extension EndToEnd {
  /// A machine, a container or a unit without /proc.
  @Suite("Without /proc", .enabled(if: getuid() == 0))
  struct NoProcTests {
    /// A program in a mount namespace of its own, where /proc is empty. No shell: some look there for themselves.
    static func run(_ home: Workspace, _ program: String, _ words: [String]) async throws -> Outcome {
      let script = """
        import ctypes, os, sys
        libc = ctypes.CDLL(None, use_errno=True)
        def must(result):
            if result != 0: sys.exit(os.strerror(ctypes.get_errno()))
        must(libc.unshare(0x00020000))
        must(libc.mount(None, b"/", None, 0x44000, None))
        must(libc.mount(b"none", b"/proc", b"tmpfs", 0, None))
        os.execv(sys.argv[1], sys.argv[2:])
        """
      return try await Program.run(
        "/usr/bin/python3", ["-c", script, program] + words, environment: home.environment)
    }

    static func mcpcred(_ home: Workspace, _ words: String...) async throws -> Outcome {
      try await run(home, try Places.binary("mcpcred"), ["mcpcred"] + words)
    }

    @Test("commands do what they are told there, and none prints help in place of it")
    func commands() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let token = try await home.mcpcred("token", "demo").stdout
      expectFailure(try await Self.mcpcred(home, "token", "nope"), 3, "no server \"nope\"")
      let outcome = try await Self.mcpcred(home, "token", "demo")
      #expect(outcome.status == 0 && outcome.stdout == token, "\(outcome)")
      let list = try await Self.mcpcred(home, "list", "--json")
      #expect(list.status == 0 && list.stdout.hasPrefix("[{\"account\":"), "\(list)")
      expectFailure(try await Self.mcpcred(home, "nonsense"), 2, "no command \"nonsense\"")
      let help = try await Self.mcpcred(home)
      #expect(help.status == 0 && help.stdout.contains("USAGE: mcpcred") && help.stderr.isEmpty, "\(help)")
    }

    @Test("what needs threads or a worker says that /proc is missing, and sends nothing")
    func refresh() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      for words in [["refresh", "demo"], ["refresh", "--due"], ["call", "demo", "who_am_i"], ["revoke", "demo"]] {
        let outcome = try await Self.run(home, try Places.binary("mcpcred"), ["mcpcred"] + words)
        expectFailure(
          outcome, 7, "this needs /proc, and none is mounted here that shows this process; nothing was sent",
          hints: ["mount -t proc proc /proc"])
      }
      try expectFailureObject(
        try await Self.mcpcred(home, "refresh", "demo", "--json"), 7, code: "worker_unstarted")
      #expect(try await server.refreshes() == 0)
      #expect(try await home.mcpcred("refresh", "demo").status == 0)
    }

    @Test("started without even a name it is a usage error on stderr, and no help")
    func nameless() async throws {
      let home = try Workspace()
      let outcome = try await Program.run(
        "/bin/bash", ["-c", "exec -a '' \"$0\"", try Places.binary("mcpcred")], environment: home.environment)
      expectFailure(outcome, 2, "started without a name and arguments")
    }

    @Test("the demo server does not start with other settings than it was given")
    func demo() async throws {
      let outcome = try await Self.run(
        try Workspace(), try Places.binary("mcpcred-demo-server"), ["mcpcred-demo-server", "--port", "0"])
      #expect(outcome.status == 2 && outcome.stdout.isEmpty, "\(outcome)")
    }
  }
}
