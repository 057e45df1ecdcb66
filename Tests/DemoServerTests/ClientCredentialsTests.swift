import Testing

@testable import DemoServer

@Suite struct ClientCredentialsTests {
  private func machine(_ body: (DemoServer, Visitor) async throws -> Void) async throws {
    try await Stay.server { server in
      server.preregister(
        PreregisteredClient(
          id: "machine", secret: "s3cret", authentication: .clientSecretPost, grantTypes: ["client_credentials"]))
      var visitor = Visitor(server)
      visitor.clientID = "machine"
      try await body(server, visitor)
    }
  }

  private func ask(_ visitor: Visitor, _ changes: [String: String?] = [:]) async -> Reply {
    await visitor.token(
      [
        "grant_type": "client_credentials", "client_id": visitor.clientID, "client_secret": "s3cret",
        "resource": visitor.resource,
      ], changes)
  }

  @Test("a client gets a token for itself, with the scope it asks for and no refresh token")
  func happy() async throws {
    try await machine { server, visitor in
      let reply = await ask(visitor, ["scope": "tools:read notes:write"])
      #expect(reply.status == 200)
      #expect(reply.json["scope"] == "tools:read notes:write")
      #expect(reply.json["refresh_token"] == nil)
      let said = await visitor.call("who_am_i", token: reply.json["access_token"]?.string)
      #expect(said.json["result"]?["structuredContent"]?["subject"] == "machine")
      #expect(server.requests().first?.grantType == "client_credentials")
    }
  }

  @Test(
    "one wrong parameter is enough",
    arguments: [
      ("client_secret", "wrong", "invalid_client"), ("client_secret", nil, "invalid_client"),
      ("resource", nil, "invalid_target"), ("resource", "https://example.com/", "invalid_target"),
      ("scope", "everything", "invalid_scope"),
    ] as [(String, String?, String)])
  func refused(name: String, value: String?, error: String) async throws {
    try await machine { _, visitor in #expect(await ask(visitor, [name: value]).error == error) }
  }

  @Test("a public client and one that is registered for something else are not authorized")
  func unauthorized() async throws {
    try await machine { server, visitor in
      server.preregister(PreregisteredClient(id: "public", grantTypes: ["client_credentials"]))
      server.preregister(
        PreregisteredClient(
          id: "other", secret: "s3cret", authentication: .clientSecretPost, redirectURIs: [Visitor.redirectURI]))
      let open = await ask(visitor, ["client_id": "public", "client_secret": nil])
      #expect(open.error == "unauthorized_client")
      #expect(await ask(visitor, ["client_id": "other"]).error == "unauthorized_client")
      #expect(await visitor.register(["grant_types": ["client_credentials"]]).error == "invalid_client_metadata")
    }
  }

  @Test("a client that is never redirected cannot use the authorization endpoint")
  func authorization() async throws {
    try await machine { server, visitor in
      #expect(await visitor.authorize().status == 400)
    }
  }

  @Test("no_client_credentials: the grant type is neither listed nor supported")
  func absent() async throws {
    try await machine { server, visitor in
      #expect(await visitor.metadata()["grant_types_supported"]?.strings?.contains("client_credentials") == true)
      server.setBehaviours(on: [.noClientCredentials])
      #expect(await visitor.metadata()["grant_types_supported"]?.strings?.contains("client_credentials") == false)
      #expect(await ask(visitor).error == "unsupported_grant_type")
    }
  }
}
