import Testing

@testable import DemoServer

@Suite struct ChallengeTests {
  /// The `WWW-Authenticate` lines of a request without a token, with the server's origin left out.
  private func challenge(
    _ behaviours: Set<Behaviour>, method: String = "tools/call", token: String? = nil
  ) async throws -> [String] {
    var lines: [String] = []
    try await Stay.server(.init(behaviours: behaviours)) { server in
      let reply = await Visitor(server).modern(method, ["name": "who_am_i"], token: token)
      #expect(reply.status == 401)
      let origin = server.mcpURL.replacing("/tools/mcp", with: "")
      lines = reply.headers.filter { $0.name == "www-authenticate" }.map { $0.value.replacing(origin, with: "ORIGIN") }
    }
    return lines
  }

  private static let link = "ORIGIN/.well-known/oauth-protected-resource/tools/mcp"
  private static let usual = "Bearer resource_metadata=\"\(link)\", scope=\"tools:read\""

  @Test(
    "each shape of the challenge, by name",
    arguments: [
      (.noChallenge, []), (.challengeWithoutScope, ["Bearer resource_metadata=\"\(link)\""]),
      (
        .challengeWithError,
        ["Bearer error=\"invalid_token\", resource_metadata=\"\(link)\", scope=\"tools:read\""]
      ),
      (
        .challengeAmongOthers,
        ["Negotiate oYGeMIGboAM=", "Basic realm=\"Staff, only\", \(usual), Digest nonce=\"x\", qop=\"auth\""]
      ),
      (.challengeTight, ["Bearer resource_metadata=\"\(link)\",scope=\"tools:read\""]),
      (.challengeRepeatedScope, [usual + ", scope=\"notes:write\""]),
      (
        .challengeRelativeMetadata,
        ["Bearer resource_metadata=\"/.well-known/oauth-protected-resource/tools/mcp\", scope=\"tools:read\""]
      ),
      (
        .challengeHostileMetadata,
        ["Bearer resource_metadata=\"http://169.254.169.254/latest/meta-data\", scope=\"tools:read\""]
      ),
      (.challengeFileMetadata, ["Bearer resource_metadata=\"file:///etc/passwd\", scope=\"tools:read\""]),
    ] as [(Behaviour, [String])])
  func shapes(behaviour: Behaviour, lines: [String]) async throws {
    #expect(try await challenge([behaviour]) == lines)
  }

  @Test("challenge_odd_quoting: legal, and hard to read")
  func oddQuoting() throws {
    var challenge = Challenge()
    challenge.add("resource_metadata", "http://h/x")
    challenge.add("scope", "tools:read")
    let expected =
      #"bEARER realm="tools, \"notes\" and scope=none", charset=UTF-8, RESOURCE_METADATA = "http:\/\/h\/x", "#
      + #"SCOPE = "tools:read""#
    #expect(challenge.lines([.challengeOddQuoting]) == [expected])
  }

  @Test("the shapes are those of the challenge for more scope too")
  func stepUp() async throws {
    try await Stay.with(.init(consent: .allow, behaviours: [.challengeTight, .challengeWithoutScope])) { stay in
      let refused = await stay.visitor.call("add_note", ["text": "x"], token: stay.accessToken)
      let header = refused.header("www-authenticate") ?? ""
      #expect(header.hasPrefix("Bearer error=\"insufficient_scope\",resource_metadata="))
      #expect(header.hasSuffix(",scope=\"notes:write\""))
    }
  }

  @Test("open_initialize, open_tools_list: stateless requests")
  func openStateless() async throws {
    try await Stay.server(.init(behaviours: [.openInitialize])) { server in
      let visitor = Visitor(server)
      #expect(await visitor.modern("server/discover", token: nil).status == 200)
      #expect(await visitor.modern("tools/list", token: nil).status == 401)
      #expect(await visitor.modern("server/discover", token: "wrong").status == 401)
      server.setBehaviours(on: [.openToolsList])
      #expect(await visitor.modern("tools/list", token: nil).status == 200)
      #expect(await visitor.call("who_am_i", token: nil).status == 401)
    }
  }

  @Test("open_initialize: a session that was opened without a token goes on with one")
  func openSession() async throws {
    try await Stay.with(.init(consent: .allow, behaviours: [.openInitialize])) { stay in
      let url = stay.server.mcpURL
      let opened = await stay.visitor.legacy("initialize", Visitor.initialize, token: nil, at: url)
      let session = opened.header("mcp-session-id")
      #expect(opened.status == 200)
      let ready = await stay.visitor.legacy(
        "notifications/initialized", id: nil, token: nil, session: session, at: url)
      #expect(ready.status == 202)
      #expect(await stay.visitor.legacy("tools/list", token: nil, session: session, at: url).status == 401)
      let listed = await stay.visitor.legacy("tools/list", token: stay.accessToken, session: session, at: url)
      #expect(listed.status == 200)
    }
  }

  @Test("insufficient_scope_unsaid: more is needed, and nobody says what")
  func insufficientScopeUnsaid() async throws {
    try await Stay.with(.init(consent: .allow, behaviours: [.insufficientScopeUnsaid])) { stay in
      let refused = await stay.visitor.call("add_note", ["text": "x"], token: stay.accessToken)
      #expect(refused.status == 403)
      let header = refused.header("www-authenticate") ?? ""
      #expect(header.hasPrefix("Bearer error=\"insufficient_scope\""))
      #expect(!header.contains("scope=\""))
    }
  }

  @Test("forbidden_without_reason: a good token does not help, a bad one is told so")
  func forbidden() async throws {
    try await Stay.with(.init(consent: .allow, behaviours: [.forbiddenWithoutReason])) { stay in
      let refused = await stay.visitor.call("who_am_i", token: stay.accessToken)
      #expect(refused.status == 403)
      #expect(refused.header("www-authenticate") == nil)
      #expect(await stay.visitor.call("who_am_i", token: "wrong").status == 401)
      let open = await stay.visitor.call("who_am_i", token: nil, at: stay.server.openMCPURL)
      #expect(open.status == 200)
    }
  }
}
