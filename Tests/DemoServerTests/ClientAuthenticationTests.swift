import Foundation
import Testing

@testable import DemoServer

@Suite struct ClientAuthenticationTests {
  private static func basic(_ id: String, _ secret: String) -> [String: String] {
    let pair = PercentEncoding.encode(id) + ":" + PercentEncoding.encode(secret)
    return ["Authorization": "Basic " + Data(pair.utf8).base64EncodedString()]
  }

  private func exchange(
    _ method: ClientAuthenticationMethod, body: [String: String?], basic: (String, String)? = nil
  ) async throws -> Reply? {
    var reply: Reply?
    try await Stay.server { server in
      server.preregister(
        PreregisteredClient(
          id: "the client", secret: "s:e%c+ret", authentication: method, redirectURIs: [Visitor.redirectURI]))
      var visitor = Visitor(server)
      visitor.clientID = "the client"
      let headers = basic.map { Self.basic($0.0, $0.1) } ?? [:]
      reply = await visitor.exchange(await visitor.code(), body, headers: headers)
    }
    return reply
  }

  @Test("client_secret_basic works with an id and a secret that need encoding")
  func basicWorks() async throws {
    let reply = try await exchange(.clientSecretBasic, body: [:], basic: ("the client", "s:e%c+ret"))
    #expect(reply?.status == 200)
  }

  @Test("client_secret_post works")
  func postWorks() async throws {
    #expect(try await exchange(.clientSecretPost, body: ["client_secret": "s:e%c+ret"])?.status == 200)
  }

  @Test("a wrong secret in the header is refused with the scheme named")
  func wrongSecret() async throws {
    let reply = try await exchange(.clientSecretBasic, body: [:], basic: ("the client", "wrong"))
    #expect(reply?.status == 401)
    #expect(reply?.error == "invalid_client")
    #expect(reply?.header("www-authenticate")?.hasPrefix("Basic ") == true)
  }

  @Test("the other method than the registered one is refused")
  func otherMethod() async throws {
    #expect(try await exchange(.clientSecretBasic, body: ["client_secret": "s:e%c+ret"])?.error == "invalid_client")
    let reply = try await exchange(.clientSecretPost, body: [:], basic: ("the client", "s:e%c+ret"))
    #expect(reply?.error == "invalid_client")
  }

  @Test("two methods at once are refused")
  func twoMethods() async throws {
    let reply = try await exchange(
      .clientSecretBasic, body: ["client_secret": "s:e%c+ret"], basic: ("the client", "s:e%c+ret"))
    #expect(reply?.error == "invalid_request")
  }

  @Test("a client that is registered with a secret cannot do without")
  func noSecret() async throws {
    #expect(try await exchange(.clientSecretPost, body: [:])?.error == "invalid_client")
  }
}
