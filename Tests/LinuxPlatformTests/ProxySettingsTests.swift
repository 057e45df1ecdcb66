import Engine
import Foundation
import HTTP
import LoopbackHTTP
import Synchronization
import TestSupport
import Testing

@testable import LinuxPlatform

@Suite("Proxies")
struct ProxySettingsTests {
  @Test(
    "a request goes through the proxy of its scheme",
    arguments: [
      (["HTTPS_PROXY": "http://p:1"], "https://a.example/", "p:1"),
      (["https_proxy": "p:2"], "https://a.example/", "p:2"),
      (["HTTPS_PROXY": "http://p:1", "https_proxy": "http://q:2"], "https://a.example/", "q:2"),
      (["HTTPS_PROXY": "http://p:1"], "http://a.example/", nil),
      (["HTTP_PROXY": "http://p"], "http://a.example/", "p:80"),
      (["HTTPS_PROXY": ""], "https://a.example/", nil), (["HTTPS_PROXY": "socks5://p"], "https://a.example/", "p:1080"),
      (["HTTPS_PROXY": "http://[2001:db8::1]:3128"], "https://a.example/", "2001:db8::1:3128"),
      (["HTTP_PROXY": "http://p:1"], "http://127.0.0.1:8080/", nil),
      (["HTTP_PROXY": "http://p:1"], "http://localhost/", nil),
      (["HTTPS_PROXY": "http://p:1"], "https://[::1]/", nil),
    ] as [([String: String], String, String?)])
  func choice(environment: [String: String], url: String, expected: String?) throws {
    let proxy = try ProxySettings(environment).proxy(for: try #require(WebURL(url)))
    #expect(proxy.map { "\($0.host):\($0.port)" } == expected)
  }

  @Test(
    "NO_PROXY names the exceptions",
    arguments: [
      ("a.example", "https://a.example/", true), ("a.example", "https://b.a.example/", true),
      (".a.example", "https://a.example/", true), (".a.example", "https://b.a.example/", true),
      ("*.a.example", "https://b.a.example/", true), ("a.example", "https://ba.example/", false),
      ("A.EXAMPLE", "https://a.example/", true), ("x, a.example ,y", "https://a.example/", true),
      ("*", "https://a.example/", true), ("a.example:443", "https://a.example/", true),
      ("a.example:8443", "https://a.example/", false), ("192.0.2.1", "https://192.0.2.1/", true),
      ("2001:db8::1", "https://[2001:db8::1]/", true), ("[2001:db8::1]:443", "https://[2001:db8::1]/", true),
      ("[2001:db8::1]:8443", "https://[2001:db8::1]/", false), ("", "https://a.example/", false),
      (".", "https://a.example/", false),
    ])
  func exceptions(list: String, url: String, isDirect: Bool) throws {
    let settings = try ProxySettings(["HTTPS_PROXY": "http://p:1", "no_proxy": list])
    #expect((settings.proxy(for: try #require(WebURL(url))) == nil) == isDirect)
  }

  @Test(
    "a proxy's address that cannot be used is an error without the address",
    arguments: ["ftp://p", "https://user:secret@p", "http://", "::", "garbage"])
  func unusable(text: String) {
    #expect(throws: TransportSetupError("HTTPS_PROXY is not the address of an http:// or socks5:// proxy")) {
      try ProxySettings(["HTTPS_PROXY": text])
    }
  }

  @Test("the proxy is asked to connect, with the credentials, and its refusal of them is told apart")
  func credentials() async throws {
    let lines = Mutex<[String]>([])
    let proxy = try await LoopbackServer.start(port: 0, maxBody: 1 << 16) { request in
      lines.withLock {
        $0.append("\(request.method) \(request.target) \(request.header("Proxy-Authorization") ?? "-")")
      }
      return LoopbackResponse(status: 407)
    }
    let transport = try SocketTransport(
      TransportSettings(
        environment: ["https_proxy": "http://user:p%40ss@127.0.0.1:\(proxy.port)"], userAgent: "mcpcred/test"))
    let url = try #require(WebURL("https://server.invalid/x?y=z"))
    await #expect(throws: TransportError(.unreachable("the proxy asks for credentials"), url: url, sent: false)) {
      try await transport.send(HTTPRequest(.get, url))
    }
    #expect(
      lines.withLock { $0 } == ["CONNECT server.invalid:443 Basic \(Data("user:p@ss".utf8).base64EncodedString())"])
    await transport.shutdown()
    await proxy.stop()
  }

  @Test(
    "a host behind a proxy proves by its certificate that it is the one, through CONNECT and SOCKS",
    arguments: ["http", "socks5", "socks5h"])
  func secure(scheme: String) async throws {
    let folder = try TemporaryFolder()
    let certificate = try WireCertificate(in: folder.path, for: "DNS:right.invalid")
    let proxy = try WireProxy()
    let server = try WireServer(tls: certificate.context) { _ in
      WireServer.Answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", .keep)
    }
    let transport = try SocketTransport(
      TransportSettings(
        caCertificate: certificate.path, environment: ["HTTPS_PROXY": "\(scheme)://127.0.0.1:\(proxy.port)"],
        userAgent: "mcpcred/test"))
    let right = try #require(WebURL("https://right.invalid:\(server.port)/"))
    let wrong = try #require(WebURL("https://wrong.invalid:\(server.port)/"))
    let answer = try await transport.send(HTTPRequest(.get, right))
    #expect(answer.body == Array("ok".utf8) && answer.head.peer == nil)
    await #expect(throws: TransportError(.tls("the certificate is for another host"), url: wrong, sent: false)) {
      try await transport.send(HTTPRequest(.get, wrong))
    }
    #expect(proxy.connections == 2 && server.requests == 1)
  }

  @Test("a proxy that is not there is named, and not the host behind it")
  func absent() async throws {
    let gone = try await LoopbackServer.start(port: 0, maxBody: 1) { _ in LoopbackResponse(status: 200) }
    let port = gone.port
    await gone.stop()
    for (proxy, what) in [
      ("127.0.0.1:\(port)", "127.0.0.1:\(port): Connection refused"),
      ("http://p.invalid:1", "p.invalid:1 is not known"),
    ] {
      let transport = try SocketTransport(
        TransportSettings(environment: ["HTTPS_PROXY": proxy], userAgent: "mcpcred/test"))
      let url = try #require(WebURL("https://server.invalid/"))
      await #expect(throws: TransportError(.unreachable("the proxy \(what)"), url: url, sent: false)) {
        try await transport.send(HTTPRequest(.get, url))
      }
      await transport.shutdown()
    }
  }

  @Test("a proxy that refuses is unreachable, and certainly nothing was sent")
  func refusing() async throws {
    let proxy = try await LoopbackServer.start(port: 0, maxBody: 1 << 16) { _ in LoopbackResponse(status: 403) }
    let transport = try SocketTransport(
      TransportSettings(environment: ["HTTPS_PROXY": "127.0.0.1:\(proxy.port)"], userAgent: "mcpcred/test"))
    let url = try #require(WebURL("https://server.invalid/"))
    await #expect(throws: TransportError(.unreachable("the proxy refused to connect"), url: url, sent: false)) {
      try await transport.send(HTTPRequest(.get, url))
    }
    await transport.shutdown()
    await proxy.stop()
  }
}
