import DemoServer
import HTTP
import MCP
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

/// An MCP server that says again what it was told.
@Suite(.timeLimit(.minutes(1))) struct RepeatedTokenTests {
  /// A manager for a login at the demo server, whose next answer is this one. Of the token and that in three spellings.
  static func answering(
    _ world: TestWorld, _ answer: (_ repeated: String) -> ScriptedTransport.Answer
  ) async throws -> (manager: CredentialManager, token: String) {
    let url = try await world.add().serverURL
    let token = try await world.manager().token("demo", account: nil, minimumValidity: nil).access.exposed
    let percent = token.replacing("_", with: "%5F"), base64 = Base64URL.encode(Array("Bearer \(token)".utf8))
    let repeated = "\(token) \(percent) \(base64)"
    let transport = ScriptedTransport([("POST \(url)", answer(repeated))], others: world.transport)
    return (world.manager(transport: transport), token)
  }

  static func call(_ manager: CredentialManager, _ tool: String, _ words: [String]) async throws -> ToolResult {
    let words = try words.map { try ArgumentWord.parse($0) }
    return try await manager.call(
      "demo", account: nil, ToolCall(tool: tool, words: words, arguments: nil, deadline: .seconds(10)))
  }

  /// Nothing of a token that tells it: neither that nor its other spellings.
  static func expectHidden(_ text: String, _ token: String) {
    let foreign = ForeignText(hiding: [Secret(token)])
    #expect(text.contains("<secret>") && !foreign.isBetrayed(by: text) && !text.contains(token.dropFirst(3)), "\(text)")
  }

  @Test("the words of a JSON-RPC error are shown without the token")
  func rpcError() async throws {
    try await TestWorld.run { world in
      let (manager, token) = try await Self.answering(world) {
        .json(#"{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"no \#($0)","data":["\#($0)"]}}"#, status: 400)
      }
      let error = await failure { try await Self.call(manager, "add_numbers", ["a=1", "b=2"]) }
      guard case .rpc(let error, server: "demo") = error else {
        Issue.record("\(error.name)")
        return
      }
      Self.expectHidden(error.message, token)
      Self.expectHidden(error.data?.text() ?? "", token)
    }
  }

  @Test("a tool's own error is shown without the token, and its result object is as it came")
  func toolError() async throws {
    try await TestWorld.run { world in
      let (_, token) = try await Self.answering(world) { _ in .html }
      let message = "line one\n\u{1B}[2K\(token)\nline three"
      let result = try await Self.call(world.manager(), "fail", ["message=\(message)"])
      #expect(result.isError && result.content == [.text("line one\n[2K<secret>\nline three")])
      #expect(result.raw["content"]?[0]?["text"]?.stringValue == message)
    }
  }

  @Test("a challenge's scope and words are kept and asked for without the token")
  func challenge() async throws {
    try await TestWorld.run { world in
      let (manager, token) = try await Self.answering(world) { repeated in
        let scope = repeated.split(separator: " ").joined(separator: " more ")
        let challenge =
          "Bearer error=\"insufficient_scope\", scope=\"notes:write \(scope)\", error_description=\"\(repeated)\""
        return .status(403, [("WWW-Authenticate", challenge)])
      }
      let words = [try ArgumentWord.parse("text=hello")]
      let call = ToolCall(tool: "add_note", words: words, arguments: nil, deadline: .seconds(10))
      let error = await failure { try await manager.call("demo", account: nil, call, mayLogIn: false) }
      guard case .forbidden(server: "demo", error: "insufficient_scope", let scope?, _) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(scope.tokens.suffix(2) == ["notes:write", "more"], "\(scope)")
      let event = try #require(try world.registry.events().first { $0.kind == .scopeMissing })
      #expect(event.detail == scope.description && !ForeignText(hiding: [Secret(token)]).isBetrayed(by: "\(event)"))
    }
  }

  @Test("a list of tools is kept without the token")
  func tools() async throws {
    try await TestWorld.run { world in
      let (manager, token) = try await Self.answering(world) {
        .json(
          #"{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"x","description":"for \#($0)","#
            + #""inputSchema":{"type":"object"}}]}}"#)
      }
      let catalog = try await manager.tools("demo", account: nil, deadline: .seconds(10))
      Self.expectHidden(catalog.result.text(), token)
      let kept = try world.registry.cachedTools(of: world.registry.server("demo"), account: "default")
      Self.expectHidden(kept?.body ?? "", token)
    }
  }

  @Test("what a tool says of its progress is shown without the token")
  func progress() async throws {
    try await TestWorld.run { world in
      let (manager, token) = try await Self.answering(world) {
        let progress =
          #"{"jsonrpc":"2.0","method":"notifications/progress","#
          + #""params":{"progressToken":1,"progress":1,"message":"\#($0)"}}"#
        let result = #"{"jsonrpc":"2.0","id":1,"result":{"content":[]}}"#
        return .status(
          200, [("Content-Type", "text/event-stream")], body: "data: \(progress)\n\ndata: \(result)\n\n")
      }
      _ = try await Self.call(manager, "add_numbers", ["a=1", "b=2"])
      let said = world.notices.all.compactMap {
        if case .progress(let progress) = $0 { progress.message } else { nil }
      }
      #expect(said.count == 1)
      Self.expectHidden(said.first ?? "", token)
    }
  }
}
