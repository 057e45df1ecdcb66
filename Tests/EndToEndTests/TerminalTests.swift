import Foundation
import Testing

extension EndToEnd {
  /// What is shown on a terminal only; `script` gives the program one.
  @Suite("Terminal", .enabled(if: Program.areInstalled("script"), "needs script, of util-linux"))
  struct TerminalTests {
    @Test("--qr draws the address that a phone opens, with --device the one that has the code in it")
    func qr() async throws {
      let server = try await RunningDemoServer(interval: 1)
      let home = try await Workspace.ready(browser: .ignores)
      let path = try Self.path(home, qrencode: "printf 'QR<'; cat; printf '>'")
      let device = try await Self.run(home, "add demo '\(server.mcp)' --device --qr", path)
      #expect(device.contains("QR<\(server.device)?user_code="), "\(device)")
      #expect(device.contains("added demo"))
      let begun = try await Self.run(home, "login demo --begin --qr", path)
      #expect(begun.contains("QR<\(server.issuer)/ask?"), "\(begun)")
      let plain = try await Self.run(home, "login demo --begin", path)
      #expect(!plain.contains("QR<"))
    }

    @Test("where qrencode is missing it says what to install, and the login goes on")
    func missing() async throws {
      let server = try await RunningDemoServer(interval: 1)
      let home = try await Workspace.ready()
      let said = try await Self.run(home, "add demo '\(server.mcp)' --device --qr", "/nonexistent")
      #expect(said.contains("mcpcred: warning: no QR code: qrencode is not installed"), "\(said)")
      #expect(said.contains("mcpcred: hint: sudo apt install qrencode"))
      #expect(said.contains("added demo"))
    }

    @Test("without a terminal there is no code, and a warning")
    func noTerminal() async throws {
      let server = try await RunningDemoServer(interval: 1)
      let home = try await Workspace.ready()
      let outcome = try await home.mcpcred("add", "demo", server.mcp, "--device", "--qr")
      #expect(outcome.status == 0, "\(outcome)")
      #expect(outcome.stderr.contains("mcpcred: warning: no QR code: stderr is not a terminal"))
    }

    @Test("over SSH the line for the other machine is shown with the port that is listened on")
    func tunnel() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready(browser: .ignores)
      let session = ["SSH_CONNECTION": "192.0.2.7 50000 192.0.2.9 2222", "USER": "ada"]
      let program = try home.start(["add", "demo", server.mcp, "--no-browser"], with: session)
      let line = try await eventually("the line") {
        program.stderr.split(separator: "\n").first { $0.hasPrefix("  ssh ") }.map { String($0) }
      }
      let url = program.stderr.split(separator: "\n").first { $0.hasPrefix("  http") } ?? ""
      let port = try #require(url.firstMatch(of: /127\.0\.0\.1%3A(\d+)%2F/)?.1)
      #expect(line == "  ssh -p 2222 -L \(port):127.0.0.1:\(port) ada@192.0.2.9")
    }

    @Test("it is shown where no browser can be started too, and not otherwise")
    func noTunnel() async throws {
      let server = try await RunningDemoServer()
      let missing = try await Workspace.ready(browser: .missing)
      let program = try missing.start(["add", "demo", server.mcp])
      _ = try await eventually("the line") { program.stderr.contains("\n  ssh -L ") ? true : nil }
      let home = try await Workspace.ready()
      #expect(try await !home.mcpcred("add", "demo", server.mcp).stderr.contains("ssh"))
    }

    /// With a `qrencode` of the test's own in front.
    private static func path(_ home: Workspace, qrencode body: String) throws -> String {
      _ = try home.scratch.folder("bin")
      _ = try home.scratch.write("bin/qrencode", "#!/bin/sh\n\(body)\n", mode: 0o700)
      return home.scratch["bin"] + ":/usr/bin:/bin"
    }

    /// Everything that shows on the terminal.
    private static func run(_ home: Workspace, _ words: String, _ path: String) async throws -> String {
      let program = try Places.binary("mcpcred")
      var environment = home.environment
      environment["PATH"] = path
      environment["SHELL"] = "/bin/sh"
      return try await RunningProgram(
        "/usr/bin/script", ["--quiet", "--return", "--command", "\(program) \(words)", "/dev/null"],
        environment: environment
      ).end().stdout
    }
  }
}
