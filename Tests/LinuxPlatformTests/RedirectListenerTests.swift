import Engine
import Foundation
import HTTP
import Testing

@testable import LinuxPlatform

@Suite("The callback listener")
struct RedirectListenerTests {
  let listener = LoopbackRedirectListener()
  let browser: SocketTransport

  init() throws {
    browser = try SocketTransport(TransportSettings(environment: [:], userAgent: "browser/1"))
  }

  private func url(_ text: String) throws -> WebURL { try #require(WebURL(text)) }

  private func bound(_ host: String = "127.0.0.1") async throws -> any BoundRedirect {
    try await listener.bind([try url("http://\(host):\(try listener.freePorts(1)[0])/callback/x")])
  }

  /// Answers everything that comes with this page, and tells what came.
  private func answering(_ redirect: any BoundRedirect, _ page: RedirectPage = .received) -> Task<[String], Never> {
    Task {
      var targets: [String] = []
      for await request in redirect.requests {
        targets.append(request.target)
        request.respond(page)
        request.respond(.denied)
      }
      return targets
    }
  }

  @Test("free ports are different and can be bound")
  func freePorts() async throws {
    let ports = try listener.freePorts(3)
    #expect(Set(ports).count == 3)
    for port in ports { await (try await listener.bind([try url("http://127.0.0.1:\(port)/")])).close() }
  }

  @Test("a browser that comes back is seen with its whole target and gets its page")
  func comesBack() async throws {
    let redirect = try await bound()
    let seen = answering(redirect)
    let answer = try await browser.send(HTTPRequest(.get, try url("\(redirect.redirectURI)?code=a%20b&state=s")))
    await redirect.close()
    #expect(answer.status == 200)
    #expect(await seen.value == ["/callback/x?code=a%20b&state=s"])
  }

  @Test(
    "only GET on the exact path with the exact Host is shown to anyone",
    arguments: [
      (HTTPRequest.Method.get, "/favicon.ico", nil, 404), (.get, "/", nil, 404), (.get, "/callback", nil, 404),
      (.get, "/callback/x/", nil, 404), (.get, "/callback/%78?code=c", nil, 404), (.get, "/Callback/x", nil, 404),
      (.post, "/callback/x", nil, 405), (.put, "/callback/x?code=c", nil, 405),
      (.get, "/callback/x?code=c", "evil.example", 400), (.get, "/callback/x?code=c", "localhost:PORT", 400),
      (.get, "/callback/x?code=c", "127.0.0.1", 400), (.get, "/favicon.ico", "evil.example:PORT", 400),
    ])
  func strays(method: HTTPRequest.Method, target: String, host: String?, status: Int) async throws {
    let redirect = try await bound()
    let seen = answering(redirect)
    let port = redirect.redirectURI.port
    var request = HTTPRequest(method, try url("http://127.0.0.1:\(port)\(target)"))
    if let host { request.headers.set("Host", host.replacingOccurrences(of: "PORT", with: "\(port)")) }
    if method == .post { request.body = Array("code=c".utf8) }
    #expect(try await browser.send(request).status == status)
    await redirect.close()
    #expect(await seen.value.isEmpty)
  }

  @Test("HEAD is answered 405 and not shown")
  func head() async throws {
    let redirect = try await bound()
    let seen = answering(redirect)
    let said = try RunningProgram.run("/usr/bin/env", ["curl", "-sI", "-w", "%{http_code}", redirect.redirectURI.raw])
    #expect(said.output.contains("405"))
    await redirect.close()
    #expect(await seen.value.isEmpty)
  }

  @Test(
    "every page is static, loads nothing, and is neither stored nor referred from",
    arguments: [RedirectPage.received, .denied, .unrelated])
  func pages(page: RedirectPage) async throws {
    let redirect = try await bound()
    let seen = answering(redirect, page)
    let answer = try await browser.send(HTTPRequest(.get, try url("\(redirect.redirectURI)?code=secret-code")))
    await redirect.close()
    _ = await seen.value
    let text = String(decoding: answer.body, as: UTF8.self)
    #expect(answer.status == (page == .unrelated ? 400 : 200))
    #expect(answer.headers["Cache-Control"] == "no-store")
    #expect(answer.headers["Referrer-Policy"] == "no-referrer")
    let policy = try #require(answer.headers["Content-Security-Policy"])
    #expect(policy.hasPrefix("default-src 'none'; style-src 'nonce-") && !policy.contains("unsafe"))
    for word in ["<script", "http:", "https:", "src=", "href=", "url(", "@import", "secret-code"] {
      #expect(!text.contains(word), "\(word)")
    }
    let nonce = try #require(policy.split(separator: "'").first { $0.hasPrefix("nonce-") }?.dropFirst(6))
    #expect(text.contains("<style nonce=\"\(nonce)\">"))
  }

  @Test("a request that nobody answers is not left hanging")
  func dropped() async throws {
    let redirect = try await bound()
    let reader = Task { for await _ in redirect.requests { break } }
    #expect(try await browser.send(HTTPRequest(.get, redirect.redirectURI)).status == 400)
    await reader.value
    await redirect.close()
  }

  @Test("the second candidate is taken when the first one's port is busy")
  func secondCandidate() async throws {
    let busy = try await bound()
    let free = try url("http://127.0.0.1:\(try listener.freePorts(1)[0])/callback/x")
    let redirect = try await listener.bind([busy.redirectURI, free])
    #expect(redirect.redirectURI == free)
    await redirect.close()
    await busy.close()
  }

  @Test("with every port busy there is an error that names them")
  func allBusy() async throws {
    let one = try await bound()
    let other = try await bound()
    let ports = [one.redirectURI.port, other.redirectURI.port]
    await #expect(throws: RedirectListenerError.portsBusy(ports)) {
      try await listener.bind([one.redirectURI, other.redirectURI])
    }
    await one.close()
    await other.close()
  }

  @Test("localhost is both families on one port", .enabled(if: hasIPv6, "this machine has no IPv6 loopback"))
  func bothFamilies() async throws {
    let redirect = try await bound("localhost")
    let port = redirect.redirectURI.port
    let seen = answering(redirect)
    for address in ["127.0.0.1", "[::1]"] {
      var request = HTTPRequest(.get, try url("http://\(address):\(port)/callback/x?code=c"))
      request.headers.set("Host", "localhost:\(port)")
      #expect(try await browser.send(request).status == 200, "\(address)")
    }
    await redirect.close()
    #expect(await seen.value.count == 2)
  }

  @Test(
    "localhost with a port that only IPv6 has taken is busy", .enabled(if: hasIPv6, "this machine has no IPv6 loopback")
  )
  func halfBusy() async throws {
    let six = try await bound("[::1]")
    let port = six.redirectURI.port
    await #expect(throws: RedirectListenerError.portsBusy([port])) {
      try await listener.bind([try url("http://localhost:\(port)/callback")])
    }
    await six.close()
  }

  @Test(
    "a URI without a port gets one, and nothing else of it changes",
    arguments: ["http://127.0.0.1/callback?a=b", "http://127.0.0.1", "http://LOCALHOST?x=/", "http://localhost/"])
  func anyPort(text: String) async throws {
    let redirect = try await listener.bind([try url(text)])
    let bare = redirect.redirectURI.raw.replacingOccurrences(of: ":\(redirect.redirectURI.port)", with: "")
    #expect(bare == text)
    #expect(redirect.redirectURI.hasExplicitPort)
    await redirect.close()
  }

  @Test(
    "what is not plain http to this machine is refused",
    arguments: ["https://127.0.0.1:1/c", "http://192.0.2.1:8080/c", "http://example.com/c", "http://127.0.0.2:8080/c"])
  func refused(text: String) async throws {
    let url = try url(text)
    await #expect(throws: RedirectListenerError.failed("\(url.origin) is not a plain http address of this machine")) {
      try await listener.bind([url])
    }
  }

  @Test("after closing the port is free again")
  func closing() async throws {
    let redirect = try await bound()
    await redirect.close()
    await (try await listener.bind([redirect.redirectURI])).close()
  }
}

/// Whether `::1` can be bound here.
let hasIPv6: Bool = {
  let descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(descriptor) }
  var address = sockaddr_in6()
  address.sin6_family = sa_family_t(AF_INET6)
  address.sin6_addr = in6addr_loopback
  return withUnsafePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size)) == 0
    }
  }
}()
