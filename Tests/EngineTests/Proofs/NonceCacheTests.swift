import HTTP
import Testing

@testable import Engine

@Suite struct NonceCacheTests {
  @Test("each origin has a nonce for each of its roles, the last that it gave")
  func places() throws {
    let nonces = NonceCache()
    let token = try #require(WebURL("https://as.example/token")),
      userInfo = try #require(WebURL("https://as.example/me"))
    let other = try #require(WebURL("https://as.example:8443/token"))
    func head(_ nonce: String?) -> HTTPResponseHead {
      HTTPResponseHead(status: 200, headers: HTTPHeaders(nonce.map { [("dpop-nonce", $0)] } ?? []))
    }
    nonces.note(head("a"), of: .authorizationServer, at: token)
    nonces.note(head("b"), of: .resourceServer, at: userInfo)
    #expect(nonces[.authorizationServer, userInfo] == "a")
    #expect(nonces[.resourceServer, token] == "b")
    #expect(nonces[.authorizationServer, other] == nil)
    nonces.note(head("c"), of: .authorizationServer, at: token)
    for useless in [nil, "", "two words"] { nonces.note(head(useless), of: .authorizationServer, at: token) }
    #expect(nonces[.authorizationServer, token] == "c")
    #expect(nonces[.resourceServer, token] == "b")
  }
}
