import Testing

@testable import DemoServer

@Suite struct DiscoveryTests {
  @Test("a request without a token is told where the resource's metadata is, and no error")
  func challenge() async throws {
    try await Stay.server { server in
      let reply = await Visitor(server).modern("tools/list", token: nil)
      #expect(reply.status == 401)
      let origin = server.mcpURL.replacing("/tools/mcp", with: "")
      let expected =
        "Bearer resource_metadata=\"\(origin)/.well-known/oauth-protected-resource/tools/mcp\", scope=\"tools:read\""
      #expect(reply.header("www-authenticate") == expected)
    }
  }

  @Test("the metadata documents are at the places where the well-known part is inserted, and name their subjects")
  func metadata() async throws {
    try await Stay.server { server in
      let origin = server.mcpURL.replacing("/tools/mcp", with: "")
      let resource = await RawClient.send("GET", origin + "/.well-known/oauth-protected-resource/tools/mcp").json
      #expect(resource["resource"] == .string(server.mcpURL))
      #expect(resource["authorization_servers"] == [.string(server.issuer)])
      #expect(resource["scopes_supported"] == ["tools:read"])
      let issuer = await RawClient.send("GET", origin + "/.well-known/oauth-authorization-server/realm/demo").json
      #expect(issuer["issuer"] == .string(server.issuer))
      #expect(issuer["code_challenge_methods_supported"] == ["S256"])
      #expect(issuer["authorization_response_iss_parameter_supported"] == true)
    }
  }

  @Test(
    "there is nothing at the other well-known places",
    arguments: [
      "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration",
      "/.well-known/openid-configuration/realm/demo", "/realm/demo/.well-known/openid-configuration",
      "/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/open/mcp",
    ])
  func nothing(path: String) async throws {
    try await Stay.server { server in
      let reply = await RawClient.send("GET", server.mcpURL.replacing("/tools/mcp", with: path))
      #expect(reply.status == 404)
    }
  }
}
