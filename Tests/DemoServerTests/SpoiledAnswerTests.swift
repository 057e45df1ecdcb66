import Testing

@testable import DemoServer

@Suite struct SpoiledAnswerTests {
  @Test("huge: ten million bytes of JSON that is good otherwise")
  func huge() async throws {
    let reply = try await metadata(.huge)
    // Not compared as values: a failure would print them.
    let (isWhole, size, members) = (reply.isWhole, reply.body.count, reply.json.object?.count)
    #expect(isWhole)
    #expect(size > 10_000_000)
    #expect(members ?? 0 > 10)
  }

  @Test("deep: ten thousand arrays in each other")
  func deep() async throws {
    let reply = try await metadata(.deep)
    #expect(reply.text.hasPrefix("{\"nested\":[[[["))
    #expect(reply.body.count { $0 == UInt8(ascii: "[") } > 10_000)
    #expect(reply.text.contains("]]]],\"authorization_endpoint\""))
  }

  @Test("wrong_type: the named member, and nothing else")
  func wrongType() async throws {
    let issuer = try await metadata(.wrongType(member: "issuer")).json
    #expect(issuer["issuer"] == 7)
    #expect(issuer["token_endpoint"]?.string != nil)
    let methods = try await metadata(.wrongType(member: "code_challenge_methods_supported")).json
    #expect(methods["code_challenge_methods_supported"]?.string != nil)
  }

  @Test("wrong_type: every member where none is named")
  func everyMember() async throws {
    let members = try await metadata(.wrongType(member: nil)).json.object ?? [:]
    #expect(members.count > 10)
    #expect(members.values.allSatisfy { $0 == 7 || $0 == "of another type" })
  }

  @Test("utf16: the content type says so, and it is")
  func utf16() async throws {
    let reply = try await metadata(.utf16)
    #expect(reply.header("content-type") == "application/json; charset=utf-16")
    #expect(reply.body.starts(with: [0xFE, 0xFF, 0x00, UInt8(ascii: "{")]))
  }

  @Test("latin1: the content type says so, and the bytes are not UTF-8")
  func latin1() async throws {
    let reply = try await metadata(.latin1)
    #expect(reply.header("content-type") == "application/json; charset=iso-8859-1")
    #expect(String(validating: reply.body, as: UTF8.self) == nil)
    #expect(reply.text.contains("\"token_endpoint\""))
  }

  @Test("cut_json: the JSON ends in the middle of an answer that is whole")
  func cutJSON() async throws {
    let reply = try await metadata(.cutJSON)
    #expect(reply.isWhole)
    #expect(JSON.parse(reply.body) == nil)
    #expect(reply.text.hasPrefix("{\"authorization_endpoint\""))
  }

  private func metadata(_ fault: Fault) async throws -> Reply {
    var reply: Reply?
    try await Stay.server { server in
      server.plan([PlannedFault(.metadata, fault)])
      reply = await RawClient.send(
        "GET", server.mcpURL.replacing("/tools/mcp", with: "/.well-known/oauth-authorization-server/realm/demo"))
    }
    return try #require(reply)
  }
}
