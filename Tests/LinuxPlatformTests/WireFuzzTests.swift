import Foundation
import HTTP
import LinuxPlatform
import Synchronization
import TestSupport
import Testing

/// A token endpoint that rotates and forgives nothing, on a wire where everything goes wrong.
@Suite("The wire at the token endpoint") struct WireFuzzTests {
  /// The one refresh token that is good, and what became of each answer.
  private final class Endpoint: Sendable {
    private struct State {
      var fuzz: WireFuzz
      var current = 0
      var isWhole = false
    }
    private let state: Mutex<State>

    init(seed: UInt64) { state = Mutex(State(fuzz: WireFuzz(seed: seed))) }

    /// Whether the last document arrived whole.
    var wasWhole: Bool { state.withLock { $0.isWhole } }
    var current: Int { state.withLock { $0.current } }

    func answer(_ request: WireRequest) -> WireServer.Answer {
      state.withLock { state in
        guard String(decoding: request.body, as: UTF8.self) == "refresh_token=\(state.current)" else {
          return WireServer.Answer("HTTP/1.1 400 x\r\nContent-Length: 25\r\n\r\n{\"error\":\"invalid_grant\"}")
        }
        state.current += 1
        let answer = state.fuzz.next(
          Array(#"{"access_token":"a","note":"{[","refresh_token":"\#(state.current)"}"#.utf8))
        state.isWhole = answer.isWhole
        return answer.answer
      }
    }
  }

  /// Longer where MCPCRED_TEST_SOAK_SECONDS says so.
  private static let end = ProcessInfo.processInfo.environment["MCPCRED_TEST_SOAK_SECONDS"].flatMap(Double.init).map {
    Date.now + $0 / 16
  }

  @Test(
    "a pair is lost only where its document did not arrive whole, and nothing crashes",
    arguments: [("http", nil, 14_000), ("https", nil, 2000), ("http", "http", 2000), ("http", "socks5", 2000)]
      as [(String, String?, Int)])
  func rotation(scheme: String, proxy: String?, count: Int) async throws {
    let folder = try TemporaryFolder()
    let certificate = try WireCertificate(in: folder.path)
    let gateway = try WireProxy()
    let endpoint = Endpoint(seed: UInt64(count) + UInt64(proxy?.count ?? 0))
    let server = try WireServer(tls: scheme == "https" ? certificate.context : nil) { endpoint.answer($0) }
    let transport = try SocketTransport(
      TransportSettings(
        caCertificate: certificate.path,
        environment: proxy.map { ["HTTP_PROXY": "\($0)://127.0.0.1:\(gateway.port)"] } ?? [:], userAgent: "mcpcred/test"
      ))
    let url = try #require(WebURL("\(scheme)://\(proxy == nil ? "127.0.0.1" : "wire.invalid"):\(server.port)/token"))
    var done = 0, kept = 0, lost = 0
    while Self.end.map({ Date.now < $0 }) ?? (done < count) {
      done += 1
      let before = endpoint.current
      let request = HTTPRequest(.post, url, body: Array("refresh_token=\(before)".utf8), deadline: .milliseconds(400))
      var failure: TransportError?, body: [UInt8] = []
      do throws(TransportError) { body = try await transport.send(request).body } catch { failure = error }
      #expect(endpoint.current == before + 1, "sent once")
      let text = String(decoding: body.prefix { $0 != 0 }, as: UTF8.self)
      if text.hasSuffix("\"refresh_token\":\"\(before + 1)\"}") { kept += 1; continue }
      lost += 1
      guard !endpoint.wasWhole else {
        Issue.record("lost in exchange \(done) of \(count): \(String(describing: failure?.kind)) \(text)")
        return
      }
      if let failure { #expect(failure.sent && failure.kind != .cancelled) }
    }
    #expect(kept > done / 5 && lost > done / 20, "\(kept) kept, \(lost) lost of \(done)")
    #expect((gateway.connections > 0) == (proxy != nil))
    server.stop()
    gateway.stop()
  }
}
