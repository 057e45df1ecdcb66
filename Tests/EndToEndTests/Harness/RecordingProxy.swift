/// A proxy in front of a demo server: it writes down every exchange, and it can go down and come back.
final class RecordingProxy {
  /// One exchange, with its secrets.
  struct Exchange: Decodable, Sendable {
    let method: String
    let path: String
    let authorization: String
    let sent: String
    let status: Int
    let location: String
    let received: String
  }

  private let serverPort: String
  private let folder = try? TemporaryFolder()
  private var program: RunningProgram?
  private var port = "0"

  init(to server: RunningDemoServer) async throws {
    serverPort = try Self.port(in: server.mcp)
    try await start()
  }

  /// Listens, on the same port as before.
  func start() async throws {
    let program = try RunningProgram(
      "/usr/bin/env",
      [
        "python3", "\(Places.counterpartScripts)/recording_proxy.py", "--to", serverPort, "--port", port, "--log",
        folder?["log"] ?? "/dev/null",
      ],
      environment: Program.environment, input: .open)
    port = try Self.port(in: try JSON.parse(try await program.firstLine())["origin"]?.text ?? "")
    self.program = program
  }

  /// Goes down: connections are refused.
  func stop() {
    program?.kill()
    program = nil
  }

  /// The same address by way of the proxy.
  func address(_ url: String) -> String { url.replacing(":\(serverPort)/", with: ":\(port)/") }

  /// Every exchange so far.
  func exchanges() throws -> [Exchange] {
    try (folder?.read("log") ?? "").split(separator: "\n").map { try JSON.decode(Exchange.self, String($0)) }
  }

  private static func port(in url: String) throws -> String {
    let parts = url.split(separator: "/")
    guard parts.count > 1, let port = parts[1].split(separator: ":").last else { throw TestFailure("no port: \(url)") }
    return String(port)
  }
}
