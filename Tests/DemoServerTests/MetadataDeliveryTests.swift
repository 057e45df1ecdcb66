import Testing

@testable import DemoServer

@Suite struct MetadataDeliveryTests {
  private static let places = [
    "/.well-known/oauth-protected-resource/tools/mcp", "/.well-known/oauth-authorization-server/realm/demo",
  ]

  /// Both documents' answers, with the server's origin.
  private func documents(_ behaviour: Behaviour, _ body: (Reply, String) async throws -> Void) async throws {
    try await Stay.server(.init(behaviours: [behaviour])) { server in
      let origin = server.mcpURL.replacing("/tools/mcp", with: "")
      for place in Self.places { try await body(await RawClient.send("GET", origin + place), origin) }
    }
  }

  @Test(
    "documents_not_stored, documents_short_lived: how long a document may be kept",
    arguments: [(.documentsNotStored, "no-store"), (.documentsShortLived, "max-age=60")] as [(Behaviour, String)])
  func age(behaviour: Behaviour, header: String) async throws {
    try await documents(behaviour) { reply, _ in
      #expect(reply.status == 200)
      #expect(reply.header("cache-control") == header)
    }
  }

  @Test("documents_redirected: one hop away is the document")
  func redirected() async throws {
    try await documents(.documentsRedirected) { reply, origin in
      #expect(reply.status == 302)
      let target = reply.header("location") ?? ""
      #expect(target.hasPrefix(origin + "/moved/.well-known/"))
      let document = await RawClient.send("GET", target)
      #expect(document.status == 200)
      #expect(document.json["resource"] != nil || document.json["issuer"] != nil)
    }
  }

  @Test("documents_redirected_away, documents_redirected_forever: the hop leads somewhere bad, or nowhere")
  func redirectedBadly() async throws {
    try await documents(.documentsRedirectedAway) { reply, _ in
      #expect(reply.header("location") == "http://169.254.169.254/latest/meta-data")
    }
    try await documents(.documentsRedirectedForever) { reply, origin in
      #expect(Self.places.map { origin + $0 }.contains(reply.header("location")))
    }
  }

  @Test("without a behaviour nothing is said of keeping, and the detour does not exist")
  func usual() async throws {
    try await Stay.server { server in
      let origin = server.mcpURL.replacing("/tools/mcp", with: "")
      #expect(await RawClient.send("GET", origin + Self.places[0]).header("cache-control") == nil)
      #expect(await RawClient.send("GET", origin + "/moved" + Self.places[0]).status == 404)
    }
  }

  @Test(
    "authorization_endpoint_script, _file, _option, _shell and token_endpoint_plain_http: endpoints to refuse",
    arguments: [
      (.authorizationEndpointScript, "authorization_endpoint", "javascript:alert(1)"),
      (.authorizationEndpointFile, "authorization_endpoint", "file:///etc/passwd"),
      (.authorizationEndpointOption, "authorization_endpoint", "--help"),
      (.authorizationEndpointShell, "authorization_endpoint", "REALM/ask?x=$(touch${IFS}pwned)`id`"),
      (.tokenEndpointPlainHTTP, "token_endpoint", "http://other.example/mint"),
    ] as [(Behaviour, String, String)])
  func hostile(behaviour: Behaviour, member: String, value: String) async throws {
    try await Stay.server(.init(behaviours: [behaviour])) { server in
      let found = await Visitor(server).metadata()[member]?.string
      #expect(found?.replacing(server.issuer, with: "REALM") == value)
    }
  }

  @Test("bearer_in_query_only, certificate_bound_tokens: what a client cannot or must not do")
  func unusable() async throws {
    try await Stay.server(.init(behaviours: [.bearerInQueryOnly, .certificateBoundTokens])) { server in
      let origin = server.mcpURL.replacing("/tools/mcp", with: "")
      let metadata = await RawClient.send("GET", origin + Self.places[0]).json
      #expect(metadata["bearer_methods_supported"] == ["query"])
      #expect(metadata["tls_client_certificate_bound_access_tokens"] == true)
    }
  }
}
