import MCP
import Testing

@Suite struct ToolOutcomeTests {
  func complete(_ result: JSONValue) throws -> ToolResult {
    guard case .complete(let found) = try ToolOutcome.parse(result) else {
      throw MCPError.malformedResult(member: "test")
    }
    return found
  }

  @Test(
    "each kind of content is described",
    arguments: [
      (["type": "text", "text": "a\nb"], .text("a\nb")),
      (["type": "image", "data": "AAAA", "mimeType": "image/png"], .image(mimeType: "image/png", byteCount: 3)),
      (["type": "image", "data": "AAA=", "mimeType": "image/png"], .image(mimeType: "image/png", byteCount: 2)),
      (["type": "audio", "data": "AA==", "mimeType": "audio/wav"], .audio(mimeType: "audio/wav", byteCount: 1)),
      (["type": "image", "data": ""], .image(mimeType: "", byteCount: 0)),
      (
        ["type": "resource_link", "uri": "a://b", "name": "n", "mimeType": "t/x"],
        .resourceLink(uri: "a://b", name: "n", mimeType: "t/x")
      ),
      (
        ["type": "resource", "resource": ["uri": "a://b", "text": "x"]],
        .textResource(uri: "a://b", mimeType: nil, text: "x")
      ),
      (
        ["type": "resource", "resource": ["uri": "a://b", "blob": "AAAA", "mimeType": "t/x"]],
        .binaryResource(uri: "a://b", mimeType: "t/x", byteCount: 3)
      ),
      (["type": "video", "data": "AAAA"], .other(type: "video")), (["type": "text"], .other(type: "text")),
      (["type": "image", "data": 1], .other(type: "image")), (["type": "resource"], .other(type: "resource")),
      ([:], .other(type: "")), ("x", .other(type: "")),
    ] as [(JSONValue, ToolContent)])
  func content(_ json: JSONValue, _ expected: ToolContent) throws {
    #expect(try complete(["content": [json]]).content == [expected])
  }

  @Test("the text of a result is its text items, one under the other")
  func text() throws {
    let result: JSONValue = [
      "content": [["type": "text", "text": "a"], ["type": "image", "data": ""], ["type": "text", "text": "b"]],
      "isError": true, "structuredContent": [1], "later": 1,
    ]
    let found = try complete(result)
    #expect(found.text == "a\nb")
    #expect(found.isError)
    #expect(found.structuredContent == [1])
    #expect(found.raw == result)
  }

  @Test("without resultType a result is complete, and no error")
  func absent() throws {
    #expect(try complete(["content": []]).isError == false)
    #expect(try complete(["resultType": "complete", "content": []]).structuredContent == nil)
    #expect(try complete(["structuredContent": .null]).structuredContent == .null)
  }

  @Test("a result that asks for input is a case of its own")
  func input() throws {
    let result: JSONValue = [
      "resultType": "input_required", "requestState": "s==",
      "inputRequests": ["a": ["method": "elicitation/create"], "b": ["method": "elicitation/create"], "c": 1],
    ]
    guard case .inputRequired(let input) = try ToolOutcome.parse(result) else {
      Issue.record("not a request for input")
      return
    }
    #expect(input.requestState == "s==")
    #expect(input.requests.count == 3)
    #expect(input.methods == ["elicitation/create"])
    let empty = try ToolOutcome.parse(["resultType": "input_required"])
    #expect(empty == .inputRequired(InputRequired(requests: [:], requestState: nil)))
  }

  @Test(
    "an undeclared resultType is refused by name",
    arguments: [("task", "task"), ("", ""), (1, "1"), (.null, "null")] as [(JSONValue, String)])
  func unknown(_ type: JSONValue, _ name: String) {
    #expect(throws: MCPError.unknownResultType(name)) { try ToolOutcome.parse(["resultType": type, "content": []]) }
  }

  @Test("a result without content is malformed", arguments: [[:], ["content": "x"], ["content": .null]] as [JSONValue])
  func malformed(_ result: JSONValue) {
    #expect(throws: MCPError.malformedResult(member: "content")) { try ToolOutcome.parse(result) }
  }

  @Test("a result that is no object is malformed")
  func noObject() {
    #expect(throws: MCPError.malformedResult(member: "result")) { try ToolOutcome.parse([]) }
  }
}
