import Testing

@testable import DemoServer

@Suite struct DiscoveryVariantTests {
  private static let metadataPlaces = [
    "/.well-known/oauth-authorization-server/realm/demo", "/.well-known/openid-configuration/realm/demo",
    "/realm/demo/.well-known/openid-configuration", "/.well-known/oauth-authorization-server",
    "/.well-known/openid-configuration",
  ]

  private static let resourcePlaces = [
    "/.well-known/oauth-protected-resource/tools/mcp", "/.well-known/oauth-protected-resource", "/about/tools/mcp",
  ]

  private func visit(_ behaviours: Set<Behaviour>, _ body: (DemoServer, String) async throws -> Void) async throws {
    try await Stay.server(.init(consent: .allow, behaviours: behaviours)) { server in
      try await body(server, server.mcpURL.replacing("/tools/mcp", with: ""))
    }
  }

  private func get(_ url: String) async -> Reply { await RawClient.send("GET", url) }

  private func found(_ places: [String], at origin: String) async -> [String] {
    var found: [String] = []
    for place in places where await get(origin + place).status == 200 { found.append(place) }
    return found
  }

  @Test(
    "the authorization server's metadata is at one place only",
    arguments: [
      ([.metadataOpenIDInserted], 1), ([.metadataOpenIDAppended], 2),
      ([.metadataOnlyAtRoot], 3), ([.rootIssuer], 3),
      ([.rootIssuer, .metadataOpenIDInserted], 4), ([.noMetadata], nil),
    ] as [(Set<Behaviour>, Int?)])
  func onePlace(behaviours: Set<Behaviour>, index: Int?) async throws {
    let place = index.map { Self.metadataPlaces[$0] }
    try await visit(behaviours) { server, origin in
      #expect(await found(Self.metadataPlaces, at: origin) == [place].compactMap(\.self))
      guard let place else { return }
      #expect(await get(origin + place).json["issuer"] == .string(server.issuer))
    }
  }

  @Test("root_issuer: the issuer is the origin everywhere, and a login goes through")
  func rootIssuer() async throws {
    try await visit([.rootIssuer]) { server, origin in
      #expect(server.issuer == origin)
      let resource = await get(origin + Self.resourcePlaces[0]).json
      #expect(resource["authorization_servers"] == [.string(origin)])
      let metadata = await get(origin + Self.metadataPlaces[3]).json
      #expect(metadata["token_endpoint"] == .string(origin + "/realm/demo/mint"))
    }
  }

  @Test(
    "the resource's metadata is at one place only, and the challenge leads there or is silent",
    arguments: [
      (.resourceMetadataOnlyAtPath, 0, false), (.resourceMetadataOnlyAtRoot, 1, false),
      (.resourceMetadataOnlyInChallenge, 2, true), (.noResourceMetadata, nil, false),
    ] as [(Behaviour, Int?, Bool)])
  func oneResourcePlace(behaviour: Behaviour, index: Int?, isInChallenge: Bool) async throws {
    let place = index.map { Self.resourcePlaces[$0] }
    try await visit([behaviour]) { server, origin in
      #expect(await found(Self.resourcePlaces, at: origin) == [place].compactMap(\.self))
      let challenge = await Visitor(server).modern("tools/list", token: nil).header("www-authenticate") ?? ""
      #expect(challenge.contains("resource_metadata=\"\(origin)\(place ?? "")\"") == isInChallenge)
      #expect(challenge.contains("resource_metadata") == isInChallenge)
    }
  }

  @Test(
    "resource_is_origin, resource_is_sibling, resource_is_elsewhere",
    arguments: [
      (.resourceIsOrigin, ""), (.resourceMetadataOnlyAtRoot, ""), (.resourceIsSibling, "/tools/mc"),
      (.resourceIsElsewhere, nil),
    ] as [(Behaviour, String?)])
  func resourceNames(behaviour: Behaviour, path: String?) async throws {
    try await visit([behaviour]) { server, origin in
      let place = await found(Self.resourcePlaces, at: origin).first ?? ""
      let name = path.map { origin + $0 } ?? "https://other.example/mcp"
      #expect(await get(origin + place).json["resource"] == .string(name))
      var visitor = Visitor(server, resource: name)
      await visitor.registered()
      let tokens = await visitor.exchange(await visitor.code()).json
      let token = tokens["access_token"]?.string
      #expect(await visitor.call("who_am_i", token: token, at: server.mcpURL).status == 200)
    }
  }

  @Test("several_authorization_servers: both are named, and tokens of both are good")
  func several() async throws {
    try await visit([.severalAuthorizationServers]) { server, origin in
      let named = await get(origin + Self.resourcePlaces[0]).json["authorization_servers"]
      #expect(named == .strings([server.issuer(of: .next), server.issuer]))
      for realm in [Realm.next, .demo] {
        var visitor = Visitor(server, realm: realm)
        await visitor.registered()
        let token = await visitor.exchange(await visitor.code()).json["access_token"]?.string
        #expect(await visitor.call("who_am_i", token: token).status == 200)
      }
    }
  }

  @Test("unusable_authorization_server_first, no_authorization_servers")
  func unusable() async throws {
    try await visit([.unusableAuthorizationServerFirst]) { server, origin in
      let named = await get(origin + Self.resourcePlaces[0]).json["authorization_servers"]?.strings
      #expect(named == [origin + "/realm/gone", server.issuer])
      #expect(await get(origin + "/.well-known/oauth-authorization-server/realm/gone").status == 404)
    }
    try await visit([.noAuthorizationServers]) { _, origin in
      let metadata = await get(origin + Self.resourcePlaces[0]).json
      #expect(metadata["resource"] != nil)
      #expect(metadata["authorization_servers"] == nil)
    }
  }

  @Test("moved_issuer: tokens of the old authorization server are refused, its clients are unknown to the new one")
  func moved() async throws {
    try await Stay.with { stay in
      let (server, visitor) = (stay.server, stay.visitor)
      server.setBehaviours(on: [.movedIssuer])
      let refused = await visitor.call("who_am_i", token: stay.accessToken)
      #expect(refused.status == 401)
      #expect(refused.header("www-authenticate")?.contains("resource_metadata") == true)
      let origin = server.mcpURL.replacing("/tools/mcp", with: "")
      let named = await get(origin + Self.resourcePlaces[0]).json["authorization_servers"]
      #expect(named == .strings([server.issuer(of: .next)]))
      let metadata = await get(origin + "/.well-known/oauth-authorization-server/realm/next").json
      #expect(metadata["issuer"] == .string(server.issuer(of: .next)))
      #expect(metadata["token_endpoint"] == .string(server.issuer(of: .next) + "/mint"))
      var moved = Visitor(server, realm: .next)
      moved.clientID = visitor.clientID
      #expect(await moved.refresh(stay.refreshToken).error == "invalid_client")
      await moved.registered()
      #expect(await moved.refresh(stay.refreshToken).error == "invalid_grant")
      let token = await moved.exchange(await moved.code()).json["access_token"]?.string
      #expect(await moved.call("who_am_i", token: token).status == 200)
    }
  }

  @Test(
    "resource_issuer_slash, metadata_issuer_slash: only one of the two documents has the slash",
    arguments: [([.resourceIssuerSlash], "/", ""), ([.metadataIssuerSlash, .rootIssuer], "", "/")]
      as [(Set<Behaviour>, String, String)])
  func slashes(behaviours: Set<Behaviour>, inResource: String, inServer: String) async throws {
    try await visit(behaviours) { server, origin in
      let issuer = behaviours.contains(.rootIssuer) ? origin : origin + "/realm/demo"
      let resource = await get(origin + Self.resourcePlaces[0]).json
      #expect(resource["authorization_servers"] == [.string(issuer + inResource)])
      let place = await found(Self.metadataPlaces, at: origin).first ?? ""
      #expect(await get(origin + place).json["issuer"] == .string(issuer + inServer))
      #expect(server.issuer == issuer + inServer)
    }
  }

  @Test("default_endpoints: a client without any metadata finds its way")
  func defaults() async throws {
    try await visit([.noResourceMetadata, .noMetadata, .defaultEndpoints]) { server, origin in
      let registered = await RawClient.send(
        "POST", origin + "/register", headers: ["Content-Type": "application/json"],
        body: #"{"redirect_uris": ["\#(Visitor.redirectURI)"], "application_type": "native", "#
          + #""token_endpoint_auth_method": "none"}"#)
      var visitor = Visitor(server)
      visitor.clientID = registered.json["client_id"]?.string ?? ""
      let asked = await get(origin + "/authorize?" + Visitor.form(visitor.request))
      let form = [
        "grant_type": "authorization_code", "code": Visitor.callback(asked)["code"] ?? "",
        "code_verifier": Visitor.verifier, "client_id": visitor.clientID, "redirect_uri": Visitor.redirectURI,
        "resource": visitor.resource,
      ]
      let tokens = await RawClient.send(
        "POST", origin + "/token", headers: Visitor.formType, body: Visitor.form(form))
      #expect(tokens.status == 200)
      server.setBehaviours(off: [.defaultEndpoints])
      #expect(await get(origin + "/authorize").status == 404)
    }
  }

  @Test("no_pkce_metadata, plain_pkce_only, no_authentication_methods_metadata")
  func silence() async throws {
    try await visit([.noPKCEMetadata, .noAuthenticationMethodsMetadata]) { server, _ in
      let metadata = await Visitor(server).metadata()
      #expect(metadata["code_challenge_methods_supported"] == nil)
      for endpoint in ["token", "revocation", "introspection"] {
        #expect(metadata["\(endpoint)_endpoint"] != nil)
        #expect(metadata["\(endpoint)_endpoint_auth_methods_supported"] == nil)
      }
    }
    try await visit([.plainPKCEOnly]) { server, _ in
      #expect(await Visitor(server).metadata()["code_challenge_methods_supported"] == ["plain"])
    }
  }

  @Test("the identity provider's metadata is where OpenID Connect Discovery has it")
  func identityProvider() async throws {
    try await visit([]) { server, origin in
      let metadata = await get(server.issuer(of: .identity) + "/.well-known/openid-configuration").json
      #expect(metadata["issuer"] == .string(origin + "/realm/identity"))
      #expect(await get(origin + "/.well-known/oauth-authorization-server/realm/identity").status == 404)
    }
  }
}
