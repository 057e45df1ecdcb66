import Testing

/// An MCP server without a login that this project did not write, and a host to use one of everything of it.
final class BridgeCounterpart: Sendable {
  enum SDK: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case legacy = "1.30.0"
    case current = "2.3.0"

    var testDescription: String { "SDK \(rawValue)" }
    var python: String { "\(Places.counterparts)/\(self == .legacy ? "legacy" : "current")/bin/python" }
  }

  private let program: RunningProgram
  let url: String

  init(_ sdk: SDK, port: Int = 0) async throws {
    program = try RunningProgram(
      sdk.python, ["\(Places.counterpartScripts)/bridge_server.py", "--port", "\(port)"],
      environment: Program.environment, input: .open)
    url = try JSON.parse(try await program.firstLine())["mcp"]?.text ?? ""
  }

  /// Ends at once, and takes what it knew with it.
  func end() { program.kill() }

  /// What a host of that SDK is told, at an address or by a command.
  static func used(_ sdk: SDK, _ target: [String], _ environment: [String: String], mode: String? = nil) async throws
    -> JSON
  {
    let host = try RunningProgram(
      sdk.python, ["\(Places.counterpartScripts)/bridge_client.py"] + target,
      environment: environment.merging(mode.map { ["MODE": $0] } ?? [:]) { $1 })
    let outcome = try await host.end(within: .seconds(50))
    guard outcome.status == 0 else { throw TestFailure("\(outcome)") }
    return try outcome.json()
  }
}
