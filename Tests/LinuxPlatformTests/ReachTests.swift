import Foundation
import HTTP
import LoopbackHTTP
import Synchronization
import TestSupport
import Testing

@testable import LinuxPlatform

@Suite("How near a request may go")
struct ReachTests {
  private func transport(_ environment: [String: String] = [:]) throws -> SocketTransport {
    try SocketTransport(TransportSettings(environment: environment, userAgent: "mcpcred/test"))
  }

  private func request(_ text: String, _ reach: AddressScope) throws -> HTTPRequest {
    var request = HTTPRequest(.get, try #require(WebURL(text)), deadline: .seconds(5))
    request.reach = reach
    return request
  }

  /// A server of this machine that counts what it is asked.
  private func serving(_ body: (Int, () -> Int) async throws -> Void) async throws {
    let count = Mutex(0)
    let server = try await LoopbackServer.start(port: 0, maxBody: 1 << 16) { _ in
      count.withLock { $0 += 1 }
      return LoopbackResponse(status: 204)
    }
    do { try await body(server.port) { count.withLock { $0 } } } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  private func failure(_ request: HTTPRequest, over transport: SocketTransport) async -> TransportError? {
    do throws(TransportError) {
      _ = try await transport.send(request)
      return nil
    } catch { return error }
  }

  @Test("the answer says from how near it came")
  func peer() async throws {
    try await serving { port, _ in
      let answer = try await transport().send(try request("http://127.0.0.1:\(port)/", .machine))
      #expect(answer.head.peer == .machine)
    }
  }

  @Test(
    "an address that is too near is sent nothing, however it is spelt",
    arguments: ["127.0.0.1", "localhost", "127.1", "0x7f000001", "2130706433", "017700000001", "0.0.0.0"],
    [AddressScope.global, .site, .link])
  func tooNear(host: String, reach: AddressScope) async throws {
    try await serving { port, count in
      let error = await failure(try request("http://\(host):\(port)/", reach), over: try transport())
      guard case .outOfReach(let address, .machine) = error?.kind else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(["127.0.0.1", "::1", "0.0.0.0"].contains(address))
      #expect(error?.sent == false)
      #expect(count() == 0)
    }
  }

  @Test("an IPv4 address in IPv6 clothes is found out")
  func mapped() async throws {
    try await serving { port, count in
      let error = await failure(try request("http://[::ffff:127.0.0.1]:\(port)/", .global), over: try transport())
      // Without IPv6 the address cannot be connected to at all.
      #expect(error?.sent == false)
      #expect(count() == 0)
      if hasIPv6 { #expect(error?.kind == .outOfReach(address: "::ffff:127.0.0.1", .machine)) }
    }
  }

  @Test("a connection that was good for one request is not lent to one with less reach")
  func pooled() async throws {
    try await serving { port, count in
      let transport = try transport()
      _ = try await transport.send(try request("http://127.0.0.1:\(port)/", .machine))
      let error = await failure(try request("http://127.0.0.1:\(port)/", .global), over: transport)
      #expect(error?.kind == .outOfReach(address: "127.0.0.1", .machine))
      #expect(count() == 1)
    }
  }

  @Test("a host that is too near is not even connected to: no ClientHello, no client certificate")
  func unconnected() async throws {
    let server = try WireServer { _ in WireServer.Answer("HTTP/1.1 204 x\r\n\r\n") }
    for scheme in ["http", "https"] {
      for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"] {
        let error = await failure(try request("\(scheme)://\(host):\(server.port)/", .link), over: try transport())
        #expect(error?.sent == false)
      }
    }
    _ = try await transport().send(try request("http://127.0.0.1:\(server.port)/", .machine))
    #expect(server.connections == 1)
  }

  @Test("a name with a near address among far ones is tried at the far ones")
  func mixed() throws {
    let addresses = ["10.0.0.1", "192.0.2.7", "2606:4700::1111", "::1", "8.8.8.8"].flatMap {
      NameLookup.literal($0, port: 443)
    }
    #expect(try Dialler.choose(from: addresses, .global).map(\.text) == ["2606:4700::1111", "8.8.8.8"])
    #expect(try Dialler.choose(from: addresses, .doubtful).map(\.text) == ["192.0.2.7", "2606:4700::1111", "8.8.8.8"])
    #expect(throws: TransportFailure(.outOfReach(address: "10.0.0.1", .site), sent: false)) {
      try Dialler.choose(from: Array(addresses.prefix(2)), .global)
    }
    #expect(throws: TransportFailure(.unresolved, sent: false)) { try Dialler.choose(from: [], .machine) }
  }

  @Test(
    "behind a proxy an address in the URL is judged before the proxy is asked, and a name is the proxy's to resolve")
  func proxy() async throws {
    try await serving { port, count in
      let transport = try transport(["HTTP_PROXY": "127.0.0.1:\(port)", "HTTPS_PROXY": "127.0.0.1:\(port)"])
      for (host, scope) in [("10.0.0.5", AddressScope.site), ("[fe80::1]", .link), ("0xa9fea9fe", .link)] {
        for scheme in ["http", "https"] {
          let error = await failure(try request("\(scheme)://\(host)/", .global), over: transport)
          guard case .outOfReach(_, scope) = error?.kind else {
            Issue.record("\(host): \(String(describing: error))")
            continue
          }
          #expect(error?.sent == false)
        }
      }
      #expect(count() == 0)
      let error = await failure(try request("https://name.invalid/", .global), over: transport)
      #expect(error?.kind != .outOfReach(address: "127.0.0.1", .machine))
      #expect(count() == 1)
    }
  }
}
