import Engine
import Foundation
import HTTP
import LinuxPlatform
import Testing

@Suite("The certificate that is shown to servers")
struct ClientCertificateTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try make("server", "IP:127.0.0.1")
    try make("client", "DNS:client.example")
    try folder.write("both.pem", try #require(folder.read("client.pem")) + #require(folder.read("client.key")))
  }

  private func make(_ name: String, _ subject: String) throws {
    try RunningProgram.run(
      "/usr/bin/env",
      [
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
        "-subj", "/CN=\(name)", "-addext", "subjectAltName=\(subject)", "-keyout", folder["\(name).key"], "-out",
        folder["\(name).pem"],
      ])
    try folder.setMode("\(name).key", 0o600)
  }

  private func transport(
    _ certificate: String?, _ key: String? = nil, _ environment: [String: String] = [:]
  ) throws -> SocketTransport {
    try SocketTransport(
      TransportSettings(
        caCertificate: folder["server.pem"], clientCertificate: certificate.map { folder[$0] },
        clientKey: key.map { folder[$0] }, environment: environment, userAgent: "mcpcred/test"))
  }

  /// A server that talks to nobody but the client.
  private func server() throws -> (program: RunningProgram, url: WebURL) {
    let server = try RunningProgram(
      "/usr/bin/env",
      [
        "openssl", "s_server", "-accept", "127.0.0.1:0", "-www", "-key", folder["server.key"], "-cert",
        folder["server.pem"], "-Verify", "1", "-verify_return_error", "-CAfile", folder["client.pem"],
      ])
    let line = try server.firstLine(after: "ACCEPT ")
    return (server, try #require(WebURL("https://\(line.dropFirst(7))/")))
  }

  @Test("it is shown where a server demands one: by option, from one file, by variables")
  func shown() async throws {
    let (server, url) = try server()
    for transport in [
      try transport("client.pem", "client.key"), try transport("both.pem"),
      try transport(
        nil, nil,
        ["MCPCRED_CLIENT_CERT": folder["client.pem"], "MCPCRED_CLIENT_KEY": folder["client.key"]]),
      // The option wins, with its own file for the key.
      try transport("both.pem", nil, ["MCPCRED_CLIENT_CERT": "/none", "MCPCRED_CLIENT_KEY": "/none"]),
    ] {
      #expect(try await transport.send(HTTPRequest(.get, url)).status == 200)
    }
    server.kill()
  }

  @Test("without it such a server refuses, and that is about TLS")
  func missing() async throws {
    let (server, url) = try server()
    for transport in [try transport(nil), try transport("server.pem", "server.key")] {
      do {
        let answer = try await transport.send(HTTPRequest(.get, url))
        Issue.record("an answer came: \(answer.status)")
      } catch {
        guard case .tls(let reason) = error.kind else {
          Issue.record("\(error)")
          continue
        }
        #expect(reason.contains("alert"))
      }
    }
    server.kill()
  }

  @Test("a key that others can read is refused by its path", arguments: [0o640, 0o604, 0o644])
  func wide(mode: Int) throws {
    try folder.setMode("client.key", mode)
    let path = folder["client.key"]
    let reason = "the client key \(path) is not private: it is open to others (mode \(String(mode, radix: 8)))"
    #expect(throws: TransportSetupError(reason, insecurePath: path)) { try transport("client.pem", "client.key") }
    // A certificate alone is no secret.
    try folder.setMode("client.key", 0o600)
    try folder.setMode("client.pem", 0o644)
    _ = try transport("client.pem", "client.key")
  }

  @Test("a link to a key is followed, as secrets are mounted; what it leads to is judged")
  func link() throws {
    let link = folder["link.key"]
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder["client.key"])
    _ = try transport("client.pem", "link.key")
    try folder.setMode("client.key", 0o644)
    #expect(throws: TransportSetupError.self) { try transport("client.pem", "link.key") }
  }

  @Test("a file that cannot be used is an error that names it")
  func unusable() throws {
    try folder.write("text.pem", "nothing")
    let text = folder["text.pem"], none = folder["none.pem"]
    #expect(throws: TransportSetupError("the client certificate \(text) holds no PEM certificate")) {
      try transport("text.pem", "client.key")
    }
    #expect(throws: TransportSetupError("the client key \(text) holds no PEM private key without a passphrase")) {
      try transport("client.pem", "text.pem")
    }
    #expect(throws: TransportSetupError("the client certificate \(none) cannot be read: No such file or directory")) {
      try transport("none.pem")
    }
    #expect(throws: TransportSetupError("the client key \(folder.path) is not a regular file")) {
      try SocketTransport(
        TransportSettings(
          clientCertificate: folder["client.pem"], clientKey: folder.path, environment: [:], userAgent: "x"))
    }
  }

  @Test("a key with a passphrase is an error, and nobody is asked for it")
  func passphrase() throws {
    try RunningProgram.run(
      "/usr/bin/env",
      ["openssl", "ec", "-aes128", "-passout", "pass:x", "-in", folder["client.key"], "-out", folder["locked.key"]])
    try folder.setMode("locked.key", 0o600)
    #expect(throws: TransportSetupError.self) { try transport("client.pem", "locked.key") }
  }
}
