import Foundation
import Testing

extension EndToEnd {
  /// `mcpcred serve` as a host sees it.
  @Suite("Serve")
  struct ServeTests {
    private func ready(_ server: RunningDemoServer, _ url: String? = nil) async throws -> Workspace {
      let home = try await Workspace.ready()
      #expect(try await home.mcpcred("add", "demo", url ?? server.mcp).status == 0)
      return home
    }

    @Test("nothing but messages is on stdout, nothing on stderr, and it ends with its input")
    func pure() async throws {
      let server = try await RunningDemoServer()
      let home = try await ready(server)
      let host = try BridgeHost(home, "demo")
      _ = try await host.initialize()
      #expect(try await host.call(1)["result"]?["structuredContent"]?["sum"]?.integer == 3)
      let outcome = try await host.leave()
      #expect(outcome.status == 0)
      #expect(outcome.stderr.isEmpty, "\(outcome.stderr)")
      #expect(try JSON.lines(outcome.stdout).count == 2)
    }

    @Test("a login that is needed is told with what to type, and used once it is made, without a restart")
    func loginNeeded() async throws {
      let server = try await RunningDemoServer()
      let home = try await ready(server)
      #expect(try await home.mcpcred("revoke", "demo").status == 0)
      let host = try BridgeHost(home, "demo")
      _ = try await host.initialize()
      let refused = try await host.call(1)
      let told = refused["error"]?["data"]?["mcpcred"]
      #expect(told?["code"]?.text == "login_required")
      #expect(told?["action"]?.text == "mcpcred login demo")
      #expect(refused["error"]?["message"]?.text?.contains("mcpcred login demo") == true)
      #expect(home.visited.count == 1)
      #expect(try await home.mcpcred("login", "demo").status == 0)
      #expect(try await host.call(2)["result"]?["structuredContent"]?["sum"]?.integer == 3)
      #expect(try await host.leave().status == 0)
    }

    @Test("a request that takes too long is answered, and one of a server that is away too")
    func limits() async throws {
      let server = try await RunningDemoServer()
      let home = try await ready(server)
      let host = try BridgeHost(home, "demo", "--timeout", "1s")
      _ = try await host.initialize()
      let slow = try await host.call(1, "count_slowly", #"{"upto":30}"#)
      #expect(slow["error"]?["data"]?["mcpcred"]?["code"]?.text == "outcome_unknown")
      #expect(try await host.leave().status == 0)
    }

    @Test("SIGTERM and SIGHUP end it, with a goodbye to the server", arguments: [SIGTERM, SIGHUP, SIGINT])
    func signals(_ signal: Int32) async throws {
      let server = try await RunningDemoServer()
      let home = try await ready(server, server.legacy)
      let host = try BridgeHost(home, "demo")
      _ = try await host.initialize()
      _ = try await host.call(1)
      try await server.clearRequests()
      host.program.signal(signal)
      #expect(try await host.program.end(within: .seconds(3)).status == 0)
      #expect(try await server.requests().contains { $0["method"]?.text == "DELETE" })
    }

    @Test("it ends with the process that started it, although its input stays open")
    func parent() async throws {
      let server = try await RunningDemoServer()
      let home = try await ready(server)
      let script = """
        import os, subprocess, sys
        read, write = os.pipe()
        os.set_inheritable(write, True)
        child = subprocess.Popen([sys.argv[1], "serve", "demo"], stdin=read, stdout=subprocess.PIPE, pass_fds=[write])
        os.write(write, b'{"jsonrpc":"2.0","id":1,"method":"ping"}\\n')
        child.stdout.readline()
        print(child.pid, flush=True)
        os.kill(os.getpid(), 9)
        """
      let starter = try RunningProgram(
        "/usr/bin/env", ["python3", "-c", script, try Places.binary("mcpcred")], environment: home.environment)
      let id = try #require(Int32(try await starter.firstLine()))
      _ = try await eventually("the bridge's end", within: .seconds(3)) {
        // Whoever inherits it may not have looked yet.
        let status = try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)
        return status?.contains("State:\tZ") ?? true ? true : nil
      }
    }

    @Test("tokens are in no answer and no log")
    func secrets() async throws {
      let server = try await RunningDemoServer()
      let home = try await ready(server)
      let token = try await home.mcpcred("token", "demo").stdout.trimmingCharacters(in: .whitespacesAndNewlines)
      let log = "\(home.home)/bridge.log"
      let host = try BridgeHost(home, "demo", "--log", log)
      _ = try await host.initialize()
      _ = try await host.call(1)
      _ = try await host.call(2, "who_am_i", "{}")
      let outcome = try await host.leave()
      let logged = try String(contentsOfFile: log, encoding: .utf8)
      #expect(logged.contains("POST \(server.mcp): 200"))
      #expect(!outcome.stdout.contains(token) && !outcome.stderr.contains(token) && !logged.contains(token))
      #expect(try FileManager.default.attributesOfItem(atPath: log)[.posixPermissions] as? Int == 0o600)
    }

    @Test(
      "a server that nobody knows and an account that is none are said at once",
      arguments: [["nope"], ["demo", "--account", "x"]])
    func unknown(_ words: [String]) async throws {
      let server = try await RunningDemoServer()
      let home = try await ready(server)
      let outcome = try await home.run(["serve"] + words)
      #expect(outcome.status == 3)
      #expect(outcome.stdout.isEmpty)
    }
  }
}
