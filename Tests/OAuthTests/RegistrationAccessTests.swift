import Foundation
import HTTP
import OAuth
import Testing

@Suite struct RegistrationAccessTests {
  static let document = """
    {"client_id":"c","client_id_issued_at":1,"client_name":"mcpcred","client_secret":"s","client_secret_expires_at":9,\
    "grant_types":["authorization_code","refresh_token"],"jwks":{"keys":[]},"redirect_uris":["http://127.0.0.1:1/cb"],\
    "registration_access_token":"t0","registration_client_uri":"https://as/register/c","x":{"y":[1,2.5,null,true]}}
    """

  static func access(_ document: String = document) throws -> RegistrationAccess {
    try #require(RegistrationAccess(document: Secret(document), token: Secret("t1"), clientID: "c"))
  }

  static func parse(_ body: String, status: Int = 200) throws -> ClientRegistrationResponse {
    try access().parse(
      Exchange.response(body, status: status), redirectURIs: [Exchange.url("http://127.0.0.1:1/cb")],
      method: .clientSecretBasic)
  }

  static func object(_ bytes: [UInt8]) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  @Test("it is read and deleted with the token of the registration, at the place that the server named")
  func requests() throws {
    let access = try Self.access()
    for (request, method) in [(access.read(), HTTPRequest.Method.get), (access.delete(), .delete)] {
      #expect(request.method == method)
      #expect(request.url.raw == "https://as/register/c")
      #expect(request.headers.all("Authorization") == ["Bearer t1"])
      #expect(request.body.isEmpty)
    }
  }

  @Test("an update sends every member back but the four that are the server's (RFC 7592 §2.2)")
  func update() throws {
    let request = try Self.access().update(redirectURIs: [try Exchange.url("http://127.0.0.1:2/cb")])
    #expect(request.method == .put)
    #expect(request.headers["Content-Type"] == "application/json")
    let sent = try Self.object(request.body)
    #expect(
      Set(sent.keys) == [
        "client_id", "client_name", "client_secret", "grant_types", "jwks", "redirect_uris", "x",
      ])
    #expect(sent["client_id"] as? String == "c")
    #expect(sent["client_secret"] as? String == "s")
    #expect(sent["redirect_uris"] as? [String] == ["http://127.0.0.1:2/cb"])
    let inner = try #require((sent["x"] as? [String: Any])?["y"] as? [Any])
    #expect(inner.count == 4)
    #expect(inner[1] as? Double == 2.5)
    #expect(inner[2] is NSNull)
    let same = try Self.object(try Self.access().update().body)
    #expect(same["redirect_uris"] as? [String] == ["http://127.0.0.1:1/cb"])
  }

  @Test("a place to which no token may travel is none", arguments: ["http://as/register/c", "", "register/c"])
  func insecure(_ uri: String) {
    let document = Secret(#"{"client_id":"c","registration_client_uri":"\#(uri)"}"#)
    #expect(RegistrationAccess(document: document, token: Secret("t"), clientID: "c") == nil)
    #expect(RegistrationAccess(document: Secret("{}"), token: Secret("t"), clientID: "c") == nil)
    #expect(RegistrationAccess(document: Secret("no"), token: Secret("t"), clientID: "c") == nil)
  }

  @Test("what an answer leaves out of secret and place is as it was")
  func fewest() throws {
    let answer = try Self.parse(#"{"client_id":"c"}"#)
    #expect(answer.clientSecret?.exposed == "s")
    #expect(answer.secretExpiresAt == 9)
    #expect(answer.managementURI?.raw == "https://as/register/c")
    #expect(answer.managementToken == nil)
    #expect(answer.redirectURIs.map(\.raw) == ["http://127.0.0.1:1/cb"])
    // And it can be asked again with what is kept of it.
    #expect(RegistrationAccess(document: answer.document, token: Secret("t"), clientID: "c") != nil)
  }

  @Test("a new secret and a new token are taken, and an old end does not outlive its secret")
  func exchanged() throws {
    let answer = try Self.parse(#"{"client_id":"c","client_secret":"s2","registration_access_token":"t2"}"#)
    #expect(answer.clientSecret?.exposed == "s2")
    #expect(answer.secretExpiresAt == nil)
    #expect(answer.managementToken?.exposed == "t2")
  }

  @Test("an answer about another client is not used: the id never changes")
  func otherClient() throws {
    let fault = try Exchange.fault { _ = try Self.parse(#"{"client_id":"d"}"#) }
    #expect(fault == .mismatch(member: "client_id", expected: "c", found: "d"))
  }

  @Test(
    "401, 404 and 410 mean that the registration is gone; nothing else does",
    arguments: [
      (401, true), (404, true), (410, true), (403, false), (405, false), (400, false), (429, false), (500, false),
    ])
  func gone(_ status: Int, _ expected: Bool) throws {
    for body in ["", #"{"error":"invalid_token"}"#] {
      do {
        _ = try Self.parse(body, status: status)
        Issue.record("\(status) is a success")
      } catch let error as OAuthError {
        #expect(RegistrationAccess.isGone(error) == expected, "\(status) \(body)")
      }
    }
  }

  @Test("a server that repeats the token does not get it shown")
  func repeated() throws {
    do {
      _ = try Self.parse(#"{"error":"invalid_token","error_description":"t1 is bad"}"#, status: 401)
      Issue.record("a success")
    } catch OAuthError.refused(let refusal) {
      #expect(refusal.description == "<secret> is bad")
    }
  }
}
