import Foundation
import HTTP
import LinuxPlatform
import TestSupport
import Testing

@Suite("Kept connections", .timeLimit(.minutes(1))) struct KeptConnectionTests {
  private let transport: SocketTransport

  init() throws { transport = try SocketTransport(TransportSettings(environment: [:], userAgent: "mcpcred/test")) }

  private func request(_ server: WireServer, _ method: HTTPRequest.Method = .get) throws -> HTTPRequest {
    HTTPRequest(method, try #require(WebURL("http://127.0.0.1:\(server.port)/")), deadline: .seconds(5))
  }

  private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

  @Test("one connection serves one request after another, and two at once have one each")
  func reuse() async throws {
    let server = try WireServer { _ in WireServer.Answer(Self.ok, .keep) }
    let request = try request(server)
    for _ in 0..<5 { #expect(try await transport.send(request).status == 200) }
    #expect(server.connections == 1)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 { group.addTask { _ = try await transport.send(request) } }
      try await group.waitForAll()
    }
    #expect(server.requests == 9 && server.connections <= 4)
  }

  @Test("one with TLS serves one request after another, too")
  func secure() async throws {
    let folder = try TemporaryFolder(), certificate = try WireCertificate(in: folder.path)
    let transport = try SocketTransport(
      TransportSettings(caCertificate: certificate.path, environment: [:], userAgent: "mcpcred/test"))
    let server = try WireServer(tls: certificate.context) { _ in WireServer.Answer(Self.ok, .keep) }
    let url = try #require(WebURL("https://127.0.0.1:\(server.port)/"))
    for _ in 0..<5 { #expect(try await transport.send(HTTPRequest(.get, url)).status == 200) }
    #expect(server.connections == 1 && server.requests == 5)
  }

  @Test("what must not be sent twice has a connection of its own, and says so")
  func apart() async throws {
    let server = try WireServer { request in
      WireServer.Answer(
        request.head.contains("Connection: close") ? Self.ok : "HTTP/1.1 400 x\r\nContent-Length: 0\r\n\r\n", .keep)
    }
    for _ in 0..<3 { #expect(try await transport.send(try request(server, .post)).status == 200) }
    #expect(server.connections == 3)
    _ = try await transport.send(try request(server))
    #expect(try await transport.send(try request(server, .post)).status == 200)
    #expect(server.connections == 5)
  }

  @Test("one that the server has closed meanwhile is opened anew", arguments: [WireServer.Ending.close, .reset])
  func closedMeanwhile(ending: WireServer.Ending) async throws {
    let server = try WireServer { _ in WireServer.Answer(Self.ok, ending) }
    for method in [HTTPRequest.Method.get, .post, .get, .post] {
      var request = try request(server, method)
      request.mayReuseConnection = true
      #expect(try await transport.send(request).status == 200)
      // A request that overtakes the end of the connection is another matter: `closedUnder`.
      let count = server.connections
      #expect(try await eventually { server.ended == count ? true : nil } == true)
    }
    #expect(server.connections == 4)
  }

  @Test("one that ends with the request on it is opened anew, once, where the request may be repeated")
  func closedUnder() async throws {
    let server = try WireServer { request in
      // Its second request meets the end.
      WireServer.Answer(
        request.head.hasPrefix("GET /first") ? Self.ok : "", request.head.hasPrefix("GET /first") ? .keep : .cut)
    }
    let first = try #require(WebURL("http://127.0.0.1:\(server.port)/first"))
    for (method, attempts) in [(HTTPRequest.Method.get, 2), (.post, 1)] {
      _ = try await transport.send(HTTPRequest(.get, first))
      let before = server.requests
      var request = try request(server, method)
      request.mayReuseConnection = true
      await #expect(throws: TransportError(.closed, url: request.url, sent: true)) { try await transport.send(request) }
      #expect(server.requests == before + attempts, "\(method)")
    }
  }

  @Test("one that is opened ahead carries the next request to its host, and nothing is sent before")
  func prepared() async throws {
    let server = try WireServer { _ in WireServer.Answer(Self.ok, .keep) }
    let request = try request(server, .post)
    for _ in 0..<2 { try await transport.prepare(request) }
    #expect(try await eventually { server.connections > 0 ? server.connections : nil } == 1)
    #expect(server.requests == 0)
    #expect(try await transport.send(request).status == 200)
    #expect(server.connections == 1 && server.requests == 1)
    // It is used up: what must not be sent twice never goes over a connection that was used.
    #expect(try await transport.send(request).status == 200)
    #expect(server.connections == 2)
  }

  @Test("what is wanting is found out when it is opened ahead, before anything is sent")
  func unprepared() async throws {
    let server = try RawServer(saying: [])
    let url = try #require(WebURL("https://127.0.0.1:\(server.port)/"))
    do throws(TransportError) {
      try await transport.prepare(HTTPRequest(.post, url, deadline: .seconds(5)))
      Issue.record("a handshake with nobody")
    } catch { #expect(!error.sent, "\(error)") }
  }

  @Test(
    "what is left over behind an answer is no answer to the next request",
    arguments: ["HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", "x"])
  func leftOver(rest: String) async throws {
    let server = try WireServer { _ in WireServer.Answer(Self.ok + rest, .keep) }
    for _ in 0..<3 { #expect(try await transport.send(try request(server)).body == Array("ok".utf8)) }
    #expect(server.connections == 3)
  }
}
