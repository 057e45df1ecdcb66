import HTTP
import Testing

@Suite struct WebURLTests {
  @Test("a URL is taken apart and kept as written")
  func parts() throws {
    let url = try #require(WebURL("HTTPS://Example.COM:8443/a%2Fb/%7Ec?x=1&y=%20"))
    #expect(url.raw == "HTTPS://Example.COM:8443/a%2Fb/%7Ec?x=1&y=%20")
    #expect(url.description == url.raw)
    #expect(url.scheme == "https")
    #expect(url.host == "example.com")
    #expect(url.port == 8443)
    #expect(url.hasExplicitPort)
    #expect(url.path == "/a%2Fb/%7Ec")
    #expect(url.query == "x=1&y=%20")
    #expect(url.origin == "https://example.com:8443")
  }

  @Test("what is absent stays absent")
  func absent() throws {
    let url = try #require(WebURL("http://h"))
    #expect(url.path.isEmpty)
    #expect(url.query == nil)
    #expect(url.port == 80)
    #expect(!url.hasExplicitPort)
    #expect(WebURL("https://h?")?.query == "")
    #expect(WebURL("https://h?x")?.path == "")
    #expect(WebURL("https://h?x/y?z")?.query == "x/y?z")
    #expect(WebURL("https://h:/")?.port == 443)
  }

  @Test("path and query are not re-escaped")
  func asWritten() {
    #expect(WebURL("https://h/a[1]?b[]=%e4")?.path == "/a[1]")
    #expect(WebURL("https://h/a[1]?b[]=%e4")?.query == "b[]=%e4")
  }

  @Test("URLs are equal only as strings")
  func equality() {
    #expect(WebURL("https://h") != WebURL("https://h/"))
    #expect(WebURL("https://H/") != WebURL("https://h/"))
    #expect(WebURL("https://h/") == WebURL("https://h/"))
  }

  @Test(
    "the origin leaves out the scheme's own port",
    arguments: [
      ("https://h:443/x", "https://h"), ("http://H:80", "http://h"), ("http://h:443", "http://h:443"),
      ("https://[::1]:8443/x", "https://[::1]:8443"), ("https://[2001:DB8::1]/x", "https://[2001:db8::1]"),
    ])
  func origin(_ text: String, _ origin: String) throws {
    #expect(try #require(WebURL(text)).origin == origin)
  }

  @Test(
    "what is not a plain absolute web URL is refused",
    arguments: [
      "", "h", "/path", "//h/x", "https:", "https:/h", "https://", "https:///x", "https:h", "ftp://h",
      "file:///etc/passwd",
      "javascript:alert(1)", "data:text/html,x", "--help", "https://user@h/", "https://user:secret@h/", "https://@h/",
      "https://:@h/", "https://h/#f", "https://h/#", "https://h\\x", "https://h/a b", "https://h/\n",
      "https://h/\u{7F}",
      "https://h/\"x", "https://h/<x>", "https://h/`id`", "https://h/{x}", "https://h/|x", "https://h/^",
      "https://h:0/",
      "https://h:65536/", "https://h:99999/", "https://h:-1/", "https://h:x/", "https://h:99999999999999999999/",
      "https://ex%61mple.com/", "https://ünicode.example/", "https://h/ü", " https://h", "https://h ",
      "https://[::1/", "https://[fe80::1%25eth0]/", "https://[x]/", "https://[]/", "https://[v1.x]/",
      "https://127.0.0.1%2eexample.com/", "https://0127.0.0.1/", "https://0251.0376.0251.0376/m", "https://127.0.0.01/",
      "https://127.0.0.1../",
      "https://a..b/", "https://.a/", "https://./", "https://127.0.0.1..:443/x", "https://h/%", "https://h/%zz",
    ])
  func refused(_ text: String) {
    #expect(WebURL(text) == nil)
  }

  @Test("a URL of more than 8192 bytes is refused")
  func long() {
    let front = "https://h/"
    #expect(WebURL(front + String(repeating: "a", count: 8192 - front.utf8.count)) != nil)
    #expect(WebURL(front + String(repeating: "a", count: 8193 - front.utf8.count)) == nil)
  }

  @Test(
    "loopback is this machine by name or address, nothing that only looks like it",
    arguments: [
      ("http://localhost/", true), ("http://LOCALHOST:1/", true), ("http://127.0.0.1/", true),
      ("http://127.255.0.9:8080/", true), ("http://[::1]:9/", true), ("http://127.0.0.1.example.com/", false),
      ("http://localhost.example.com/", false), ("http://127.0.0.256/", false), ("http://128.0.0.1/", false),
      ("http://0.0.0.0/", false), ("http://[::2]/", false), ("http://127.example.com/", false),
      ("http://mylocalhost/", false),
    ])
  func loopback(_ text: String, _ isLoopback: Bool) throws {
    let url = try #require(WebURL(text))
    #expect(url.isLoopback == isLoopback)
    #expect(url.isSecure == isLoopback)
  }

  @Test("https is secure wherever it goes")
  func secure() throws { #expect(try #require(WebURL("https://example.com")).isSecure) }
}
