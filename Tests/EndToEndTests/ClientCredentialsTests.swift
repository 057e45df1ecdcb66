import Foundation
import Testing

extension EndToEnd {
  /// A job of one's own, which logs in without a person.
  @Suite("Client credentials")
  struct ClientCredentialsTests {
    @Test("a secret from stdin is enough; the token is renewed by asking again, also under --no-interactive")
    func secret() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      let id = try await server.addClient(
        #"{"client_secret": "s3cret-of-the-job", "grant_types": ["client_credentials"]}"#)
      let added = try await home.mcpcred(
        "add", "demo", server.mcp, "--grant", "client-credentials", "--client-id", id, "--client-secret-stdin",
        "--no-interactive", input: .text("s3cret-of-the-job\n"))
      #expect(added.status == 0 && added.stdout == "added demo\n", "\(added)")
      #expect(home.visited.isEmpty)
      let first = try await home.mcpcred("token", "demo").answer
      try await expectAnswer(home, ["refresh", "demo"]) { $0.hasPrefix("refreshed demo") }
      let second = try await home.mcpcred("token", "demo").answer
      #expect(!second.isEmpty && first != second)
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
      #expect(try await home.mcpcred("status", "demo", "--json").json().elements.first?["refreshable"] == .bool(true))
      let text = Data("s3cret-of-the-job".utf8)
      for (path, data) in try home.files() { #expect(data.range(of: text) == nil, "\(path)") }
    }

    @Test("without a client it is exit code 2, and says what is needed")
    func noClient() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      let outcome = try await home.mcpcred("add", "demo", server.mcp, "--grant", "client-credentials")
      expectFailure(
        outcome, 2, "login to demo without a person needs a client with a secret or a key",
        hints: [
          "mcpcred add demo \(server.mcp) --grant client-credentials --client-id ID --client-secret-stdin"
        ])
    }
  }
}
