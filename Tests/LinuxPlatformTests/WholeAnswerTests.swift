import Foundation
import HTTP
import LinuxPlatform
import TestSupport
import Testing

@Suite("A whole answer", .timeLimit(.minutes(2))) struct WholeAnswerTests {
  private static let document = #"{"access_token":"new","refresh_token":"newer","expires_in":3600}"#

  /// Goes by the framing alone, as what reads MCP answers does.
  private struct StrictReceiver: HTTPResponseReceiver {
    var body: [UInt8] = []
    mutating func receive(head: HTTPResponseHead) -> HTTPFlow { .more }
    mutating func receive(bytes: ArraySlice<UInt8>) -> HTTPFlow {
      body += bytes
      return .more
    }
  }

  private func request(_ port: Int, _ scheme: String) throws -> HTTPRequest {
    HTTPRequest(.post, try #require(WebURL("\(scheme)://127.0.0.1:\(port)/token")), body: [1], deadline: .seconds(5))
  }

  @Test(
    "is taken where it is one document, whatever framed it; what goes by the framing is strict",
    arguments: ["http", "https"])
  func framings(scheme: String) async throws {
    let folder = try TemporaryFolder()
    let certificate = try WireCertificate(in: folder.path)
    let transport = try SocketTransport(
      TransportSettings(caCertificate: certificate.path, environment: [:], userAgent: "mcpcred/test"))
    let body = Array(Self.document.utf8)
    for framing in Framing.all {
      let server = try WireServer(tls: scheme == "https" ? certificate.context : nil) { _ in
        WireServer.Answer(framing.bytes(body), framing.ending)
      }
      do {
        let answer = try await transport.send(try request(server.port, scheme))
        let text = String(decoding: answer.body.prefix { $0 != 0 }, as: UTF8.self)
        #expect(answer.status == 200 && text == Self.document, "\(framing)")
      } catch { Issue.record("\(framing): \(error)") }
      let taken = (try? await transport.exchange(try request(server.port, scheme), into: StrictReceiver())) != nil
      #expect(taken == (scheme == "https" ? framing.isStrict.secure : framing.isStrict.plain), "\(framing)")
      server.stop()
    }
  }

  @Test("is not there where the document is cut, at any byte")
  func cut() async throws {
    let transport = try SocketTransport(TransportSettings(environment: [:], userAgent: "mcpcred/test"))
    let whole = Array("HTTP/1.1 200 OK\r\n\r\n\(Self.document)".utf8)
    for count in 0...whole.count {
      let server = try WireServer { _ in WireServer.Answer(Array(whole[..<count]), .reset) }
      let answer = try? await transport.send(try request(server.port, "http"))
      #expect((answer != nil) == (count == whole.count), "\(count)")
      server.stop()
    }
  }

  @Test("may be longer than its length says")
  func tooShort() async throws {
    let transport = try SocketTransport(TransportSettings(environment: [:], userAgent: "mcpcred/test"))
    for ending in WireServer.Ending.allCases {
      let server = try WireServer { _ in
        WireServer.Answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n\(Self.document)", ending)
      }
      let answer = try await transport.send(try request(server.port, "http"))
      #expect(String(decoding: answer.body, as: UTF8.self) == Self.document, "\(ending)")
      server.stop()
    }
  }

  @Test("of a status from 000 to 099 is none, and nothing crashes", arguments: [0, 9, 10, 42, 99])
  func lowStatus(_ status: Int) async throws {
    let transport = try SocketTransport(TransportSettings(environment: [:], userAgent: "mcpcred/test"))
    let server = try WireServer { _ in
      WireServer.Answer("HTTP/1.1 \("00\(status)".suffix(3)) x\r\nContent-Length: 64\r\n\r\n\(Self.document)", .keep)
    }
    let request = try request(server.port, "http")
    await #expect(
      throws: TransportError(.malformed("the status is not one of 100 to 599"), url: request.url, sent: true)
    ) { try await transport.send(request) }
    server.stop()
  }
}
