import Foundation

/// A host of a test: starts `mcpcred serve` and speaks to it over pipes.
final class BridgeHost: Sendable {
  let program: RunningProgram

  init(_ home: Workspace, _ arguments: String..., with extra: [String: String] = [:]) throws {
    program = try home.start(["serve"] + arguments, input: .open, with: extra)
  }

  var messages: [JSON] { (try? JSON.lines(String(program.stdout.prefix { _ in true }))) ?? [] }

  func say(_ line: String) throws { try program.say(line + "\n") }

  func initialize(capabilities: String = "{}", version: String = "2025-06-18") async throws -> JSON {
    let answer = try await ask(
      0, "initialize",
      #"{"protocolVersion":"\#(version)","capabilities":\#(capabilities),"clientInfo":{"name":"host","version":"1"}}"#)
    try say(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#)
    return answer
  }

  /// Says a request and waits for its answer.
  func ask(_ id: Int, _ method: String, _ params: String = "{}") async throws -> JSON {
    try say(#"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":\#(params)}"#)
    return try await eventually("an answer to \(method) (\(program.stdout.suffix(300)) \(program.stderr))") { [self] in
      messages.first { $0["id"]?.integer == id && $0["method"] == nil }
    }
  }

  func call(_ id: Int, _ tool: String = "add_numbers", _ arguments: String = #"{"a":1,"b":2}"#) async throws -> JSON {
    try await ask(id, "tools/call", #"{"name":"\#(tool)","arguments":\#(arguments)}"#)
  }

  /// Goes, and waits for the bridge's end.
  func leave() async throws -> Outcome {
    program.closeInput()
    return try await program.end(within: .seconds(5))
  }
}
