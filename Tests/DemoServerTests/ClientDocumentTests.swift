import Testing

@testable import DemoServer

@Suite struct ClientDocumentTests {
  private static let elsewhere = "https://client.example/mcp/client.json"

  private func visit(
    _ behaviours: Set<Behaviour> = [], _ body: (DemoServer, inout Visitor) async throws -> Void
  ) async throws {
    try await Stay.server(.init(consent: .allow, behaviours: behaviours.union([.clientIDMetadataDocuments]))) {
      server in
      var visitor = Visitor(server)
      visitor.clientID = server.clientDocumentURL
      try await body(server, &visitor)
    }
  }

  private func document(_ url: String, _ changes: [String: JSON?] = [:]) -> String {
    var members: [String: JSON] = [
      "client_id": .string(url), "client_name": "Elsewhere", "redirect_uris": ["http://127.0.0.1/callback"],
      "grant_types": ["authorization_code", "refresh_token"], "token_endpoint_auth_method": "none",
    ]
    for (name, value) in changes { members[name] = value }
    return JSON.object(members).text
  }

  @Test("client_id_metadata_documents: the sample's URL is a client id, and its document is read over the network")
  func sample() async throws {
    try await visit { server, visitor in
      #expect(await visitor.metadata()["client_id_metadata_document_supported"] == true)
      let tokens = await visitor.exchange(await visitor.code())
      #expect(tokens.status == 200)
      #expect(await visitor.refresh(tokens.json["refresh_token"]?.string ?? "").status == 200)
      let read = server.requests().filter { $0.endpoint == "client_document" }
      #expect(read.map(\.path) == ["/documents/sample.json"])
    }
  }

  @Test("without the behaviour a URL is an unknown client id like any other")
  func unsupported() async throws {
    try await visit { server, visitor in
      server.setBehaviours(off: [.clientIDMetadataDocuments])
      #expect(await visitor.metadata()["client_id_metadata_document_supported"] == nil)
      #expect(await visitor.authorize().status == 400)
      #expect(server.requests().allSatisfy { $0.endpoint != "client_document" })
    }
  }

  @Test("the port of a loopback redirect is free, the rest is not")
  func ports() async throws {
    try await visit { _, visitor in
      for uri in ["http://127.0.0.1:1/callback", "http://127.0.0.1:65535/callback", "http://[::1]:7/callback"] {
        #expect(await visitor.authorize(["redirect_uri": uri]).status == 302)
      }
      for uri in ["http://127.0.0.1:1/other", "http://127.0.0.2:1/callback", "https://127.0.0.1:1/callback"] {
        #expect(await visitor.authorize(["redirect_uri": uri]).status == 400)
      }
    }
  }

  @Test("exact_loopback_ports: a port that the document does not name is refused")
  func exactPorts() async throws {
    try await visit([.exactLoopbackPorts]) { _, visitor in
      #expect(await visitor.authorize().status == 400)
      #expect(await visitor.authorize(["redirect_uri": "http://127.0.0.1/callback"]).status == 302)
    }
  }

  @Test("client_documents_refused: advertised, and of no use")
  func refusedAll() async throws {
    try await visit([.clientDocumentsRefused]) { _, visitor in
      #expect(await visitor.metadata()["client_id_metadata_document_supported"] == true)
      let refused = await visitor.authorize()
      #expect(refused.status == 400)
      #expect(refused.text.contains("trusts no document"))
      #expect(await visitor.post("/ask/ahead", visitor.request).error == "invalid_client")
    }
  }

  @Test("what is found behind https is published through the management port")
  func published() async throws {
    try await visit { server, visitor in
      visitor.clientID = Self.elsewhere
      #expect(await visitor.authorize().status == 400)
      let body = #"{"url": "\#(Self.elsewhere)", "document": \#(document(Self.elsewhere))}"#
      #expect(await RawClient.send("POST", server.managementURL + "/documents", body: body).status == 200)
      #expect(await visitor.exchange(await visitor.code()).status == 200)
      server.forgetClients()
      #expect(await visitor.exchange(await visitor.code()).status == 200)
      server.publish(
        clientDocument: document(Self.elsewhere, ["redirect_uris": ["http://127.0.0.1/x"]]), at: Self.elsewhere)
      #expect(await visitor.authorize().status == 400)
    }
  }

  @Test(
    "one wrong member is enough",
    arguments: [
      ("client_id", "https://client.example/mcp/client.json/"), ("client_id", nil), ("client_name", nil),
      ("redirect_uris", nil), ("redirect_uris", []), ("redirect_uris", ["http://client.example/cb"]),
      ("client_secret", "s3cret"), ("client_secret_expires_at", 0),
      ("token_endpoint_auth_method", "client_secret_basic"), ("token_endpoint_auth_method", "private_key_jwt"),
      ("grant_types", ["password"]),
    ] as [(String, JSON?)])
  func refused(name: String, value: JSON?) async throws {
    try await visit { server, visitor in
      server.publish(clientDocument: document(Self.elsewhere, [name: value]), at: Self.elsewhere)
      visitor.clientID = Self.elsewhere
      let refused = await visitor.authorize()
      #expect(refused.status == 400)
      #expect(refused.header("location") == nil)
    }
  }

  @Test("a document may bring keys instead of a secret")
  func keys() async throws {
    try await visit { server, visitor in
      let key = TestKey()
      let changes: [String: JSON?] = ["token_endpoint_auth_method": "private_key_jwt", "jwks": key.jwks]
      server.publish(clientDocument: document(Self.elsewhere, changes), at: Self.elsewhere)
      visitor.clientID = Self.elsewhere
      let code = await visitor.code()
      #expect(await visitor.exchange(code).error == "invalid_client")
      let assertion = try key.sign([
        "iss": .string(Self.elsewhere), "sub": .string(Self.elsewhere), "aud": .string(server.issuer),
        "exp": .integer(Int(server.now) + 60), "jti": "1",
      ])
      let proof = ["client_assertion_type": ClientAssertion.type, "client_assertion": assertion, "client_id": nil]
      server.forgetClients()
      #expect(await visitor.exchange(code, proof).status == 200)
    }
  }

  @Test(
    "an address that is none is not read",
    arguments: [
      "https://client.example", "https://client.example/", "https://client.example/a#b", "https://u@client.example/a",
      "https://client.example/a/../b", "http://client.example/a", "https:///a",
    ])
  func addresses(url: String) async throws {
    try await visit { server, visitor in
      server.publish(clientDocument: document(url), at: url)
      visitor.clientID = url
      #expect(await visitor.authorize().status == 400)
    }
  }

  @Test("a document that is not there, too long, or redirected to is none")
  func unreadable() async throws {
    try await visit { server, visitor in
      let long = document(server.clientDocumentURL, ["client_uri": .string(String(repeating: "x", count: 6000))])
      server.publish(clientDocument: long)
      #expect(await visitor.authorize().status == 400)
      server.plan([PlannedFault(.clientDocument, .internalError)])
      #expect(await visitor.authorize().status == 400)
      visitor.clientID = server.clientDocumentURL + "x"
      #expect(await visitor.authorize().status == 400)
    }
  }
}
