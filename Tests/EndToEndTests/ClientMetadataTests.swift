import Foundation
import Testing

extension EndToEnd {
  /// A client whose id is the address of a document about it.
  @Suite("Client metadata")
  struct ClientMetadataTests {
    @Test("the document that is printed, once it is published, logs in at a server that registers nobody")
    func journey() async throws {
      let server = try await RunningDemoServer()
      try await server.behave("client_id_metadata_documents", "no_registration")
      let home = try await Workspace.ready()
      let refused = try await home.mcpcred("add", "demo", server.mcp)
      #expect(refused.status == 8, "\(refused)")
      #expect(refused.stderr.contains("mcpcred: hint: mcpcred client-metadata --url URL\n"), "\(refused)")
      #expect(
        refused.stderr.contains("mcpcred: hint: mcpcred add demo \(server.mcp) --client-metadata-url URL\n"),
        "\(refused)")
      let url = "https://client.example/mcpcred.json"
      let document = try await home.mcpcred("client-metadata", "--url", url)
      #expect(document.status == 0 && document.stderr.isEmpty, "\(document)")
      try await server.publish(document.stdout, at: url)
      let added = try await home.start(
        ["add", "demo", server.mcp, "--json"], with: ["MCPCRED_CLIENT_METADATA_URL": url]
      )
      .end().json()
      #expect(added["client_id"] == .string(url) && added["registration"] == .string("client-id-metadata"), "\(added)")
      #expect(try await home.mcpcred("refresh", "demo").status == 0)
      #expect(try await home.mcpcred("login", "demo", "--json").json()["client_id"] == .string(url))
      #expect(try await server.registrations() == 0)
    }

    @Test("with a key the document has its public half, and the client signs; the key is nowhere in clear")
    func key() async throws {
      let server = try await RunningDemoServer()
      try await server.behave("client_id_metadata_documents", "no_registration")
      let home = try await Workspace.ready()
      let file = try ClientKeyTests.write(ClientKeyTests.pem, in: home)
      let url = "https://client.example/mcpcred.json"
      let document = try await home.mcpcred("client-metadata", "--url", url, "--private-key-file", file)
      #expect(document.status == 0 && document.stdout.contains("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"))
      try await server.publish(document.stdout, at: url)
      let add = ["add", "demo", server.mcp, "--client-metadata-url", url]
      #expect(try await home.run(add).status != 0)
      // The variable names the document as well as the option.
      let added = try await home.start(
        ["add", "demo", server.mcp, "--private-key-file", file], with: ["MCPCRED_CLIENT_METADATA_URL": url]
      ).end()
      #expect(added.status == 0, "\(added)")
      try FileManager.default.removeItem(atPath: file)
      #expect(try await home.mcpcred("refresh", "demo").status == 0)
      try await expectAnswer(home, ["revoke", "demo"], "revoked demo\n")
      for (path, data) in try home.files() {
        #expect(data.firstRange(of: Data("nWGxne".utf8)) == nil, "\(path)")
        #expect(data.firstRange(of: Data("MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v".utf8)) == nil, "\(path)")
      }
    }

    @Test("a login with a code wants its grant in the document, which --grant puts there")
    func device() async throws {
      let server = try await RunningDemoServer()
      try await server.behave("client_id_metadata_documents", "no_registration")
      let home = try await Workspace.ready()
      let url = "https://client.example/mcpcred.json"
      let add = ["add", "demo", server.mcp, "--device", "--client-metadata-url", url]
      for (options, status) in [([], 8), (["--grant", "device-code", "--grant", "enterprise"], 0)]
        as [([String], Int32)]
      {
        let document = try await home.run(["client-metadata", "--url", url] + options)
        #expect(document.status == 0, "\(document)")
        try await server.publish(document.stdout, at: url)
        let added = try await home.run(add)
        #expect(added.status == status, "\(added)")
      }
      #expect(try await home.mcpcred("client-metadata", "--url", url, "--grant", "workload").status == 2)
    }

    @Test("an address with a query is printed with a warning")
    func query() async throws {
      let home = try await Workspace.ready()
      let printed = try await home.mcpcred("client-metadata", "--url", "https://client.example/x?y=1")
      #expect(printed.status == 0 && printed.stderr.contains("the address has a query"), "\(printed)")
    }

    @Test(
      "an address that cannot be a client's id is refused before anything is asked",
      arguments: [
        ("http://client.example/x", "it is not https"), ("https://client.example", "it has no path"),
        ("nothing", "is not a URL"),
      ])
    func refused(_ url: String, _ why: String) async throws {
      let home = try await Workspace.ready()
      let add = try await home.mcpcred("add", "demo", "http://127.0.0.1:1/mcp", "--client-metadata-url", url)
      #expect(add.status == 2 && add.stderr.contains(why), "\(add)")
      let printed = try await home.mcpcred("client-metadata", "--url", url)
      #expect(printed.status == 2 && printed.stdout.isEmpty, "\(printed)")
      #expect(try await home.mcpcred("client-metadata").status == 2)
    }
  }
}
