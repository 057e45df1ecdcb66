import Testing

/// An MCP server with an authorization server that this project did not write, as a process.
final class Counterpart: Sendable {
  enum Kind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case fastMCP = "FastMCP 4.1.2"
    case currentSDK = "mcp SDK 2.3.0"
    case legacySDK = "mcp SDK 1.30.0"

    var testDescription: String { rawValue }

    var script: String {
      switch self {
      case .fastMCP: "fastmcp_server.py"
      case .currentSDK: "sdk_server.py"
      case .legacySDK: "sdk_legacy_server.py"
      }
    }

    var python: String { "\(Places.counterparts)/\(self == .legacySDK ? "legacy" : "current")/bin/python" }
  }

  static let areInstalled = Kind.allCases.allSatisfy { Places.exists($0.python) }
  static let instruction: Comment = "run Tests/Counterparts/setup first"

  private let program: RunningProgram
  private let folder: TemporaryFolder
  /// The MCP endpoint.
  let url: String

  init(_ kind: Kind, options: [String] = []) async throws {
    folder = try TemporaryFolder()
    program = try RunningProgram(
      kind.python,
      ["\(Places.counterpartScripts)/\(kind.script)", "--until-stdin-closes", "--request-log", folder["log"]] + options,
      environment: Program.environment, input: .open)
    url = try JSON.parse(try await program.firstLine())["mcp"]?.text ?? ""
  }

  /// Every request so far; one is noted before its answer leaves.
  func requests() throws -> [JSON] { try JSON.lines(folder.read("log")) }

  func registrations() throws -> Int {
    try requests().count { $0["path"]?.text == "/register" && $0["method"]?.text == "POST" }
  }

  func refreshes() throws -> Int { try requests().count { $0["grant_type"]?.text == "refresh_token" } }
}
