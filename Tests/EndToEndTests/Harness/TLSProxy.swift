import Foundation

/// The only way to a demo server that calls itself `https://mcp.test`: a proxy that has its certificate, by a CA that
/// nobody else trusts, and writes down what comes through.
final class TLSProxy: Sendable {
  /// One exchange.
  struct Exchange: Decodable, Sendable {
    let host: String
    let method: String
    let path: String
    let status: Int
    /// Whether the client showed its certificate.
    let certified: Bool
  }

  /// Nobody resolves it (RFC 6761 §6.2).
  static let host = "mcp.test"

  private let folder: TemporaryFolder
  private let program: RunningProgram
  private let serverOrigin: String
  /// Its own address, for `HTTPS_PROXY`.
  let address: String

  init(to server: RunningDemoServer) async throws {
    folder = try TemporaryFolder()
    for (name, subject) in [("server", Self.host), ("client", "client.example")] {
      try await Program.tool(
        "openssl",
        [
          "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
          "/CN=\(name)", "-addext", "subjectAltName=DNS:\(subject)", "-keyout", folder["\(name).key"], "-out",
          folder["\(name).pem"],
        ])
      try folder.write("\(name).key", folder.read("\(name).key"))
    }
    try folder.write("both.pem", folder.read("server.pem") + folder.read("server.key"))
    serverOrigin = server.mcp.split(separator: "/").prefix(2).joined(separator: "//")
    let port = serverOrigin.split(separator: ":").last.map { String($0) } ?? ""
    program = try RunningProgram(
      "/usr/bin/env",
      [
        "python3", "\(Places.counterpartScripts)/tls_proxy.py", "--to", port, "--certificate", folder["both.pem"],
        "--clients", folder["client.pem"], "--log", folder["log"],
      ],
      environment: Program.environment, input: .open)
    address = try JSON.parse(try await program.firstLine())["origin"]?.text ?? ""
  }

  var ca: String { folder["server.pem"] }
  var clientCertificate: String { folder["client.pem"] }
  var clientKey: String { folder["client.key"] }

  /// An address of the server as the world behind the proxy has it.
  func address(_ url: String) -> String { url.replacing(serverOrigin, with: "https://\(Self.host)") }

  /// Every exchange so far.
  func exchanges() throws -> [Exchange] {
    try folder.read("log").split(separator: "\n").map { try JSON.decode(Exchange.self, String($0)) }
  }
}
