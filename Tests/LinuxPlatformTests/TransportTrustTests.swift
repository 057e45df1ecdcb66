import Engine
import Foundation
import HTTP
import Testing

@testable import LinuxPlatform

@Suite("Whom the transport trusts")
struct TransportTrustTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func transport(ca: String? = nil, _ environment: [String: String] = [:]) throws -> SocketTransport {
    try SocketTransport(TransportSettings(caCertificate: ca, environment: environment, userAgent: "mcpcred/test"))
  }

  /// A server at 127.0.0.1 with a certificate of its own, and its URL.
  private func tlsServer(for subject: String = "IP:127.0.0.1") async throws -> (program: RunningProgram, url: WebURL) {
    try RunningProgram.run(
      "/usr/bin/env",
      [
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
        "-subj",
        "/CN=test", "-addext", "subjectAltName=\(subject)", "-keyout", folder["key.pem"], "-out", folder["ca.pem"],
      ])
    let server = try RunningProgram(
      "/usr/bin/env",
      ["openssl", "s_server", "-accept", "127.0.0.1:0", "-www", "-key", folder["key.pem"], "-cert", folder["ca.pem"]])
    let line = try server.firstLine(after: "ACCEPT ")
    return (server, try #require(WebURL("https://\(line.dropFirst(7))/")))
  }

  @Test("a certificate of nobody we know is refused before anything is sent")
  func untrusted() async throws {
    let (server, url) = try await tlsServer()
    await #expect(
      throws: TransportError(.tls("certificate verify failed: it is signed by test"), url: url, sent: false)
    ) {
      try await transport().send(HTTPRequest(.post, url, body: [1]))
    }
    server.kill()
  }

  @Test("a CA file is trusted, by flag, by SSL_CERT_FILE and by SSL_CERT_DIR")
  func trusted() async throws {
    let (server, url) = try await tlsServer()
    let hash = try RunningProgram.run("/usr/bin/env", ["openssl", "x509", "-hash", "-noout", "-in", folder["ca.pem"]])
    let folders = try TemporaryFolder()
    let name = hash.output.trimmingCharacters(in: .whitespacesAndNewlines) + ".0"
    try folders.write(name, try #require(folder.read("ca.pem")))
    for transport in [
      try transport(ca: folder["ca.pem"]), try transport(["SSL_CERT_FILE": folder["ca.pem"]]),
      try transport(["SSL_CERT_DIR": "/:\(folders.path)"]),
    ] {
      #expect(try await transport.send(HTTPRequest(.get, url)).status == 200)
    }
    server.kill()
  }

  @Test(
    "a certificate for another host, or only for the address, is refused before anything is sent",
    arguments: ["DNS:other.example", "IP:127.0.0.1", "DNS:*.localhost"])
  func otherName(subject: String) async throws {
    let (server, url) = try await tlsServer(for: subject)
    let other = try #require(WebURL(url.raw.replacingOccurrences(of: "127.0.0.1", with: "localhost")))
    await #expect(throws: TransportError(.tls("the certificate is for another host"), url: other, sent: false)) {
      try await transport(ca: folder["ca.pem"]).send(HTTPRequest(.get, other))
    }
    server.kill()
  }

  @Test("a certificate for the host's name is taken", arguments: ["DNS:localhost", "DNS:other.example,DNS:LOCALHOST"])
  func rightName(subject: String) async throws {
    let (server, url) = try await tlsServer(for: subject)
    let named = try #require(WebURL(url.raw.replacingOccurrences(of: "127.0.0.1", with: "localhost")))
    #expect(try await transport(ca: folder["ca.pem"]).send(HTTPRequest(.get, named)).status == 200)
    server.kill()
  }

  @Test(
    "a wildcard stands for exactly one label",
    arguments: [
      ("*.a.example", "b.a.example", true), ("*.a.example", "a.example", false),
      ("*.a.example", "c.b.a.example", false),
      ("a.example", "a.example.", true), ("a.example", "ba.example", false), ("*", "a", false), ("*.", ".", false),
    ])
  func wildcards(name: String, host: String, covers: Bool) { #expect(ServerIdentity.covers(name, host) == covers) }

  @Test("TLS to a server that has none fails before anything is sent")
  func plainServer() async throws {
    let server = try RawServer(saying: Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
    let url = try #require(WebURL("https://127.0.0.1:\(server.port)/"))
    await #expect(throws: TransportError(.tls("wrong version number"), url: url, sent: false)) {
      try await transport().send(HTTPRequest(.get, url))
    }
  }

  @Test("nothing of a connection's TLS outlives it, with a handshake that ended, failed or was given up")
  func released() throws {
    let context = try TLSContext(TransportSettings(environment: [:], userAgent: "mcpcred/test")).context()
    for bytes in [[], [0x15, 3, 3, 0, 2, 2, 40], Array("HTTP/1.1 400 x".utf8)] as [[UInt8]] {
      var session: TLSSession? = try TLSSession(context, host: "host.example", address: nil)
      weak let handler = Self.handler(of: session)
      #expect(handler != nil && session?.takeOutbound().isEmpty == false)
      try? session?.receive(bytes[...])
      session?.end()
      session = nil
      #expect(handler == nil, "\(bytes)")
    }
  }

  private static func handler(of session: TLSSession?) -> AnyObject? {
    session.flatMap { Mirror(reflecting: $0).descendant("handler") }.map { $0 as AnyObject }
  }

  @Test("a CA that cannot be read is an error that names its path")
  func unreadable() throws {
    let missing = folder["missing.pem"]
    #expect(throws: TransportSetupError("the CA file \(missing) cannot be read: No such file or directory")) {
      try transport(ca: missing)
    }
    #expect(throws: TransportSetupError("SSL_CERT_FILE \(missing) cannot be read: No such file or directory")) {
      try transport(["SSL_CERT_FILE": missing])
    }
    #expect(throws: TransportSetupError("SSL_CERT_DIR \(missing) cannot be read: No such file or directory")) {
      try transport(["SSL_CERT_DIR": missing])
    }
    let text = try folder.write("text.pem", "no certificate")
    #expect(throws: TransportSetupError("the CA file \(text) holds no PEM certificate")) { try transport(ca: text) }
  }
}
