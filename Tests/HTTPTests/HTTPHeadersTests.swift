import HTTP
import Testing

@Suite struct HTTPHeadersTests {
  @Test("names are found whatever their case, the first line first")
  func lookup() {
    let headers = HTTPHeaders([("X-One", "1"), ("Link", "a"), ("x-ONE", "2")])
    #expect(headers["x-one"] == "1")
    #expect(headers.all("X-ONE") == ["1", "2"])
    #expect(headers["two"] == nil)
    #expect(headers.all("two").isEmpty)
    #expect(headers.fields.map(\.name) == ["X-One", "Link", "x-ONE"])
  }

  @Test("setting replaces every line of the name, adding none")
  func set() {
    var headers = HTTPHeaders([("A", "1"), ("b", "2"), ("a", "3")])
    headers.set("a", "4")
    #expect(headers.all("A") == ["4"])
    headers.add("A", "5")
    #expect(headers.all("a") == ["4", "5"])
    #expect(headers["B"] == "2")
  }

  @Test(
    "the media type is in lower case and without parameters",
    arguments: [
      ("application/json", "application/json"), ("Application/JSON; charset=utf-8", "application/json"),
      (" text/event-stream ;x", "text/event-stream"), ("\ttext/html", "text/html"), ("", ""), (" ; x", ""),
    ])
  func mediaType(_ value: String, _ expected: String) {
    #expect(HTTPHeaders([("content-type", value)]).mediaType == expected)
  }

  @Test("without Content-Type there is no media type")
  func noMediaType() { #expect(HTTPHeaders().mediaType == nil) }
}
