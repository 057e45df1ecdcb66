import Foundation
import Testing

extension EndToEnd {
  /// A program that a platform vouches for, in a file.
  @Suite("Workload identity")
  struct WorkloadTests {
    private static let client =
      #"{"grant_types": ["urn:ietf:params:oauth:grant-type:jwt-bearer"], "workload": "system:job"}"#

    /// A server with the job's client, and the file as the platform mounts it: behind a link, readable for all.
    private func prepare() async throws -> (RunningDemoServer, Workspace, String) {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await server.addClient(Self.client)
      let path = "\(try home.scratch.folder("var-run"))/token"
      try await write(path, server)
      return (server, home, path)
    }

    @discardableResult
    private func write(_ path: String, _ server: RunningDemoServer, to audience: String? = nil) async throws -> String {
      let token = try await server.platformToken("system:job", audience: audience)
      try Data((token + "\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
      try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
      return token
    }

    @Test("the file's token is enough; it is read anew for each renewal, and is printed and kept nowhere")
    func happy() async throws {
      let (server, home, path) = try await prepare()
      var canary = Canary()
      canary.plant(try await write(path, server), "platform token")
      let added = try await home.mcpcred(
        "add", "demo", server.mcp, "--grant", "workload", "--assertion-file", path, "--no-interactive", "--verbose")
      #expect(added.status == 0 && added.stdout == "added demo\n" && home.visited.isEmpty, "\(added)")
      let first = try await home.mcpcred("token", "demo").answer
      canary.plant(try await write(path, server), "platform token")
      let refreshed = try await home.mcpcred("refresh", "demo", "--verbose")
      #expect(refreshed.status == 0 && refreshed.stdout.hasPrefix("refreshed demo"), "\(refreshed)")
      #expect(try await home.mcpcred("token", "demo").answer != first)
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
      let status = try await home.mcpcred("status", "demo", "--json").json().elements.first
      #expect(status?["assertion_file"]?.text == path && status?["refreshable"] == .bool(true))
      #expect(status?["client_id"]?.text == "system:job")
      for outcome in [added, refreshed] {
        #expect(canary.found(in: Data((outcome.stdout + outcome.stderr).utf8)) == [])
      }
      for (file, data) in try home.files() { #expect(canary.found(in: data) == [], "\(file)") }
      expectRevoked(try await home.mcpcred("remove", "demo"))
    }

    /// Who has no name at the authorization server cannot revoke there either.
    private func expectRevoked(_ outcome: Outcome) { #expect(outcome.status == 0, "\(outcome)") }

    @Test("a refused token is said with its file, and not sent again until the platform has written another one")
    func refused() async throws {
      let (server, home, path) = try await prepare()
      _ = try await home.mcpcred("add", "demo", server.mcp, "--grant", "workload", "--assertion-file", path)
      try await write(path, server, to: "https://other.example")
      expectFailure(
        try await home.mcpcred("refresh", "demo"),
        4, "login required for demo: the authorization server has refused the token in \(path)")
      let asked = try await server.requests().count
      for words in [["refresh", "demo"], ["login", "demo"], ["refresh", "--all"]] {
        let outcome = try await home.run(words)
        #expect([4, 11].contains(outcome.status), "\(outcome)")
      }
      let sent = try await server.requests().dropFirst(asked).filter { $0["endpoint"]?.text == "token" }
      #expect(sent.isEmpty)
      let status = try await home.mcpcred("status", "demo", "--check")
      #expect(status.status == 4 || status.status == 11, "\(status)")
      #expect(status.stdout.contains("invalid_grant") && status.stdout.contains("waits for another token in \(path)"))
      try await write(path, server)
      try await expectAnswer(home, ["refresh", "demo"]) { $0.hasPrefix("refreshed demo") }
      #expect(try await home.mcpcred("status", "demo", "--check").status == 0)
    }

    @Test("a file that is not there is exit code 7 with its path, and the grant and the file go together")
    func mistakes() async throws {
      let (server, home, path) = try await prepare()
      _ = try await home.mcpcred("add", "demo", server.mcp, "--grant", "workload", "--assertion-file", path)
      try FileManager.default.removeItem(atPath: path)
      expectFailure(
        try await home.mcpcred("refresh", "demo"),
        7, "no token from the platform for demo: \(path) cannot be read: No such file or directory")
      #expect(try await home.mcpcred("status", "demo", "--check").status == 0)
      for words in [["--grant", "workload"], ["--assertion-file", path]] {
        let outcome = try await home.run(["add", "other", server.second] + words)
        expectFailure(outcome, 2, "--grant workload and --assertion-file go together")
      }
      try await write(path, server)
      try await expectAnswer(home, ["refresh", "demo"]) { $0.hasPrefix("refreshed demo") }
    }
  }
}
