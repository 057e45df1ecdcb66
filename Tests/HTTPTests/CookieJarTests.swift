import HTTP
import Testing

@Suite struct CookieJarTests {
  private func sent(
    _ lines: [String], to target: String = "https://a.example/mcp", from source: String = "https://a.example/mcp"
  ) throws -> String? {
    let url = try #require(WebURL(source))
    var jar = CookieJar(for: url)
    jar.take(HTTPResponseHead(status: 200, headers: HTTPHeaders(lines.map { ("Set-Cookie", $0) })), from: url)
    return jar.header(for: try #require(WebURL(target)))
  }

  @Test("a cookie goes back to its exact origin, and nowhere else")
  func origin() throws {
    #expect(try sent(["a=1; Path=/; HttpOnly; Secure", "b=2; Domain=a.example"]) == "a=1; b=2")
    for other in [
      "https://b.example/mcp", "http://a.example/mcp", "https://a.example:8443/mcp", "https://x.a.example/mcp",
    ] {
      #expect(try sent(["a=1; Path=/; Domain=a.example"], to: other) == nil)
    }
    #expect(try sent(["a=1; Domain=other.example"]) == nil)
  }

  @Test("paths bound it, the last of a name counts, and what is over is gone")
  func rules() throws {
    #expect(try sent(["a=1; Path=/other"]) == nil)
    #expect(try sent(["a=1; Path=/mc"]) == nil)
    #expect(try sent(["a=1; Path=/mcp"], to: "https://a.example/mcp/x") == "a=1")
    #expect(try sent(["a=1", "a=2"]) == "a=2")
    #expect(try sent(["a=1", "a=; Max-Age=0"]) == nil)
    #expect(try sent(["a=1", "a=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT"]) == nil)
  }

  @Test(
    "what could not stand in a header, or is too much, is left out", arguments: ["a=b\u{7}", "a", "=b", "a=\u{e9}"])
  func unfit(line: String) throws {
    #expect(try sent([line]) == nil)
    #expect(try sent(["a=" + String(repeating: "b", count: 5000)]) == nil)
    #expect(try sent((0..<40).map { "n\($0)=1" })?.split(separator: ";").count == 30)
  }
}
