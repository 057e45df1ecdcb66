import Testing

@testable import DemoServer

@Suite struct PushedRequestTests {
  private func pushing(
    _ behaviours: Set<Behaviour> = [], _ body: (DemoServer, Visitor) async throws -> Void
  ) async throws {
    try await Stay.server(.init(consent: .allow, behaviours: behaviours)) { server in
      var visitor = Visitor(server)
      await visitor.registered()
      try await body(server, visitor)
    }
  }

  private func push(_ visitor: Visitor, _ changes: [String: String?] = [:]) async -> Reply {
    await visitor.post("/ask/ahead", visitor.merge(visitor.request, changes))
  }

  @Test("a pushed request leads to a code with nothing but client_id and request_uri in the browser")
  func happy() async throws {
    try await pushing { server, visitor in
      let pushed = await push(visitor, ["scope": "tools:read notes:write"])
      #expect(pushed.status == 201)
      #expect(pushed.json["expires_in"] == 90)
      #expect(pushed.header("cache-control") == "no-store")
      let uri = pushed.json["request_uri"]?.string ?? ""
      #expect(uri.hasPrefix("urn:ietf:params:oauth:request_uri:"))
      let callback = Visitor.callback(await visitor.ask(["client_id": visitor.clientID, "request_uri": uri]))
      #expect(callback["state"] == "st&te")
      #expect(callback["iss"] == server.issuer)
      let tokens = await visitor.exchange(callback["code"] ?? "")
      #expect(tokens.json["scope"] == "tools:read notes:write")
      let log = server.requests()
      #expect(log.map(\.endpoint).contains("pushed_authorization"))
      #expect(log.allSatisfy { $0.parameters["request_uri"] != uri })
    }
  }

  @Test("what stands beside request_uri does not count")
  func besides() async throws {
    try await pushing { _, visitor in
      let uri = await push(visitor).json["request_uri"]?.string ?? ""
      let parameters = visitor.merge(
        visitor.request, ["request_uri": uri, "state": "other", "redirect_uri": "http://127.0.0.1:1/"])
      let reply = await visitor.ask(parameters)
      #expect(reply.header("location")?.hasPrefix(Visitor.redirectURI) == true)
      #expect(Visitor.callback(reply)["state"] == "st&te")
    }
  }

  @Test("a request_uri is good once, for a while, and for its client")
  func once() async throws {
    try await pushing { server, visitor in
      let uri = await push(visitor).json["request_uri"]?.string ?? ""
      var other = Visitor(server)
      await other.registered()
      #expect(await other.ask(["client_id": other.clientID, "request_uri": uri]).status == 400)
      #expect(await visitor.ask(["client_id": visitor.clientID, "request_uri": uri]).status == 302)
      #expect(await visitor.ask(["client_id": visitor.clientID, "request_uri": uri]).status == 400)
      let late = await push(visitor).json["request_uri"]?.string ?? ""
      server.advanceClock(by: 90)
      #expect(await visitor.ask(["client_id": visitor.clientID, "request_uri": late]).status == 400)
    }
  }

  @Test(
    "what the authorization endpoint would refuse cannot be pushed",
    arguments: [
      ("client_id", nil, "invalid_client"), ("client_id", "nobody", "invalid_client"),
      ("redirect_uri", "http://127.0.0.1:7778/callback", "invalid_request"), ("redirect_uri", nil, "invalid_request"),
      ("request_uri", "urn:x", "invalid_request"), ("code_challenge", nil, "invalid_request"),
      ("scope", "everything", "invalid_scope"), ("resource", nil, "invalid_target"),
      ("response_type", "token", "unsupported_response_type"), ("client_secret", "guess", "invalid_client"),
    ] as [(String, String?, String)])
  func refused(name: String, value: String?, error: String) async throws {
    try await pushing { _, visitor in
      let reply = await push(visitor, [name: value])
      #expect(reply.status == (error == "invalid_client" ? 401 : 400))
      #expect(reply.error == error)
      #expect(reply.json["request_uri"] == nil)
    }
  }

  @Test("the endpoint takes POST only")
  func method() async throws {
    try await pushing { server, _ in
      #expect(await RawClient.send("GET", server.issuer + "/ask/ahead").status == 405)
    }
  }

  @Test("require_pushed_requests: an ordinary request is refused, a pushed one is not")
  func required() async throws {
    try await pushing([.requirePushedRequests]) { _, visitor in
      #expect(await visitor.metadata()["require_pushed_authorization_requests"] == true)
      #expect(Visitor.callback(await visitor.authorize())["error"] == "invalid_request")
      let uri = await push(visitor).json["request_uri"]?.string ?? ""
      #expect(Visitor.callback(await visitor.ask(["client_id": visitor.clientID, "request_uri": uri]))["code"] != nil)
    }
  }

  @Test("no_pushed_requests: there is no endpoint, and the metadata names none")
  func absent() async throws {
    try await pushing { server, visitor in
      let place = server.issuer + "/ask/ahead"
      #expect(await visitor.metadata()["pushed_authorization_request_endpoint"] == .string(place))
      #expect(await visitor.metadata()["require_pushed_authorization_requests"] == nil)
      server.setBehaviours(on: [.noPushedRequests])
      #expect(await visitor.metadata()["pushed_authorization_request_endpoint"] == nil)
      #expect(await push(visitor).status == 404)
    }
  }
}
