import HTTP
import Testing

@Suite struct HTTPRequestTests {
  @Test("a form is posted as one and asks for JSON")
  func form() throws {
    let url = try #require(WebURL("https://h/x"))
    let request = HTTPRequest.form(url, [("a", "x y")])
    #expect(request.method == .post)
    #expect(request.headers.mediaType == "application/x-www-form-urlencoded")
    #expect(request.headers["accept"] == "application/json")
    #expect(request.body == Array("a=x+y".utf8))
    #expect(request.deadline == .seconds(30))
  }

  @Test("a document is fetched without a body")
  func json() throws {
    let request = HTTPRequest.json(try #require(WebURL("https://h/x")))
    #expect(request.method == .get)
    #expect(request.body.isEmpty)
  }

  @Test("a transport error tells the origin and not the path")
  func error() throws {
    let url = try #require(WebURL("https://h:8443/secret?code=1"))
    #expect(TransportError(.closed, url: url, sent: true).origin == "https://h:8443")
  }

  @Test("a request and an answer show nothing that they hold")
  func silent() throws {
    let url = try #require(WebURL("https://h/t?code=canary"))
    var request = HTTPRequest.form(url, [("refresh_token", "canary")])
    request.headers.set("Authorization", "Bearer canary")
    let response = HTTPResponse(status: 200, headers: HTTPHeaders([("X", "canary")]), body: Array("canary".utf8))
    var text = "\(request)\(response)"
    dump(request, to: &text)
    dump(response, to: &text)
    #expect(!text.contains("canary") && !text.contains("99, 97, 110"))
    #expect("\(request)" == "POST https://h/t")
  }
}
