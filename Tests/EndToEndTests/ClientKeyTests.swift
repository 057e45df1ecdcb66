import Foundation
import Testing

extension EndToEnd {
  /// A client made by hand that signs with a key of its own (private_key_jwt).
  @Suite("Client key")
  struct ClientKeyTests {
    /// RFC 8037 appendix A.1; openssl writes such files.
    static let pem = """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
      -----END PRIVATE KEY-----

      """
    static let jwks = #"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#

    static func write(_ text: String, in home: Workspace, mode: Int = 0o600) throws -> String {
      let path = "\(home.scratch.path)/client-\(UUID().uuidString).pem"
      guard
        FileManager.default.createFile(
          atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: mode])
      else { throw TestFailure("cannot write \(path)") }
      return path
    }

    @Test(
      "it logs in, refreshes and revokes with signatures; the key is nowhere in clear, and no longer needed as a file")
    func signs() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      let redirect = "http://127.0.0.1:\(try await FreePort.find())/callback"
      let id = try await server.addClient(#"{"redirect_uris": ["\#(redirect)"], "jwks": \#(Self.jwks)}"#)
      let file = try Self.write(Self.pem, in: home)
      let added = try await home.mcpcred(
        "add", "demo", server.mcp, "--client-id", id, "--private-key-file", file, "--redirect-uri", redirect)
      #expect(added.status == 0, "\(added)")
      try FileManager.default.removeItem(atPath: file)
      #expect(try await home.mcpcred("refresh", "demo").status == 0)
      try await expectAnswer(home, ["revoke", "demo"], "revoked demo\n")
      let methods = try await server.requests().compactMap { $0["client_authentication"]?.text }
      #expect(methods == Array(repeating: "private_key_jwt", count: 4), "\(methods)")
      let secret = Data("nWGxne".utf8), line = Data("MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v".utf8)
      for (path, data) in try home.files() {
        #expect(data.firstRange(of: secret) == nil && data.firstRange(of: line) == nil, "\(path)")
      }
    }

    @Test("a key that others can read is refused, and so is what is none")
    func refused() async throws {
      let home = try await Workspace.ready()
      let url = "http://127.0.0.1:1/mcp"
      let wide = try Self.write(Self.pem, in: home, mode: 0o644)
      try expectFailureObject(
        try await home.mcpcred("add", "demo", url, "--client-id", "c", "--private-key-file", wide, "--json"), 13,
        code: "insecure_path")
      let empty = try Self.write("no key\n", in: home)
      expectFailure(
        try await home.mcpcred("add", "demo", url, "--client-id", "c", "--private-key-file", empty), 2,
        "\(empty): no private key in PEM form was found")
      let missing = "\(home.scratch.path)/missing.pem"
      try expectFailureObject(
        try await home.mcpcred("add", "demo", url, "--client-id", "c", "--private-key-file", missing, "--json"), 2,
        code: "unreadable_file")
    }

    @Test(
      "what does not go together is refused before anything is asked",
      arguments: [
        (["--private-key-file", "k"], "--private-key-file goes with --client-id"),
        (["--auth-method", "magic"], "--auth-method is one of none, client_secret_basic, client_secret_post, "),
        (["--auth-method", "private_key_jwt"], "--auth-method private_key_jwt goes with --private-key-file"),
        (
          ["--client-id", "c", "--auth-method", "client_secret_post"],
          "--auth-method client_secret_post goes with the secret of the client"
        ),
        (
          ["--client-id", "c", "--client-secret-stdin", "--auth-method", "none"],
          "--auth-method none goes with neither a secret nor a private key"
        ),
      ])
    func together(_ words: [String], _ message: String) async throws {
      let home = try await Workspace.ready()
      let outcome = try await home.run(["add", "demo", "http://127.0.0.1:1/mcp"] + words)
      #expect(outcome.status == 2 && outcome.stderr.contains(message), "\(outcome)")
    }
  }
}
