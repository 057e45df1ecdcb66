import Foundation
import Testing

extension EndToEnd {
  /// Another user of the machine reads the address that the browser was started with, and answers first.
  @Suite("Login fixation", .enabled(if: getuid() == 0))
  struct FixationTests {
    /// The answer to an authorization address, without bringing it to the callback: a login of whoever asks.
    static func answer(_ address: String) async throws -> String {
      try await Program.tool(
        "curl", ["--silent", "--show-error", "--output", "/dev/null", "--write-out", "%{redirect_url}", address])
    }

    /// Brings an answer to the callback as this user; the status of the page.
    static func bring(_ answer: String, as user: Int) async throws -> String {
      try await Program.tool(
        "setpriv",
        [
          "--reuid=\(user)", "--regid=\(user)", "--clear-groups", "curl", "--silent", "--output", "/dev/null",
          "--write-out", "%{http_code}", answer,
        ])
    }

    @Test("an answer of another user is refused and told, once, and the login goes on until the person's own comes")
    func refused() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready(browser: .ignores)
      let program = try home.start(["add", "demo", server.mcp, "--no-browser"])
      let address = try await eventually("the address") {
        program.stderr.split(separator: "\n").first { $0.hasPrefix("  http") }?.dropFirst(2).description
      }
      let theirs = try await Self.answer(address)
      #expect(theirs.contains("code="))
      for _ in 0..<3 { #expect(try await Self.bring(theirs, as: 65534) == "403") }
      // A stray request of theirs is no news.
      let stray = theirs.split(separator: "?")[0] + "?code=x&state=y"
      #expect(try await Self.bring(String(stray), as: 65534) == "400")
      #expect(try await Self.bring(try await Self.answer(address), as: 0) == "200")
      let outcome = try await program.end()
      #expect(outcome.status == 0, "\(outcome)")
      let warnings = outcome.stderr.split(separator: "\n").filter { $0.hasPrefix("mcpcred: warning: ") }
      #expect(
        warnings == [
          "mcpcred: warning: another user of this machine (uid 65534) has answered in your browser's place; that is not "
            + "taken, and the login to demo goes on waiting"
        ], "\(outcome)")
    }

    @Test("the person's own answer and root's are taken where the person is not root")
    func notRoot() async throws {
      for user in [65533, 0] {
        let server = try await RunningDemoServer()
        let home = try await Workspace.ready(browser: .ignores)
        // The build's folder need not be one that everybody may enter.
        let copy = home.scratch["mcpcred"]
        _ = try await Program.tool("cp", [try Places.binary("mcpcred"), copy])
        _ = try await Program.tool("chown", ["-R", "65533:65533", home.scratch[""]])
        let program = try RunningProgram(
          "/usr/bin/setpriv",
          [
            "--reuid=65533", "--regid=65533", "--clear-groups", copy, "add", "demo", server.mcp, "--no-browser",
          ], environment: home.environment)
        let address = try await eventually("the address") {
          program.stderr.split(separator: "\n").first { $0.hasPrefix("  http") }?.dropFirst(2).description
        }
        #expect(try await Self.bring(try await Self.answer(address), as: 65534) == "403")
        #expect(try await Self.bring(try await Self.answer(address), as: user) == "200")
        let outcome = try await program.end()
        #expect(outcome.status == 0, "\(outcome)")
      }
    }
  }
}
