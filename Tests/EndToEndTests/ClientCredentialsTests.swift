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

    @Test(
      "a private key is enough too, of each kind that openssl makes; each process signs anew",
      arguments: [
        ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"], ["-algorithm", "ED25519"],
        ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
      ])
    func key(_ kind: [String]) async throws {
      let server = try await RunningDemoServer(lifetime: 3)
      let home = try await Workspace.ready()
      let file = "\(home.scratch.path)/key.pem"
      let made = try await RunningProgram(
        "/usr/bin/env", ["openssl", "genpkey", "-out", file] + kind, environment: Program.environment
      ).end()
      #expect(made.status == 0, "\(made)")
      // The only place where this program writes a public key down.
      let document = try await home.mcpcred(
        "client-metadata", "--url", "https://client.example/x", "--private-key-file", file, "--json")
      let members = try JSONSerialization.jsonObject(with: Data(document.stdout.utf8)) as? [String: Any]
      let jwks = try JSONSerialization.data(withJSONObject: try #require(members?["jwks"]))
      let id = try await server.addClient(
        #"{"jwks": \#(String(decoding: jwks, as: UTF8.self)), "#
          + #""token_endpoint_auth_method": "private_key_jwt", "grant_types": ["client_credentials"]}"#)
      let added = try await home.mcpcred(
        "add", "demo", server.mcp, "--grant", "client-credentials", "--client-id", id, "--private-key-file", file,
        "--no-interactive")
      #expect(added.status == 0, "\(added)")
      try FileManager.default.removeItem(atPath: file)
      let first = try await home.mcpcred("token", "demo").answer
      try await expectAnswer(home, ["refresh", "demo"]) { $0.hasPrefix("refreshed demo") }
      #expect(try await home.mcpcred("token", "demo").answer != first)
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
      let asked = try await server.requests().filter { $0["endpoint"] == .string("token") }
      #expect(asked.count >= 2 && asked.allSatisfy { $0["client_authentication"] == .string("private_key_jwt") })
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
