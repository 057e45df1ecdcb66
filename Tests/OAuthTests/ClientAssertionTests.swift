import Crypto
import Foundation
import HTTP
import OAuth
import Testing

@Suite struct ClientAssertionTests {
  static let now = Date(timeIntervalSince1970: 1_800_000_000.7)

  static func client(_ pem: String = PublishedKey.es256) throws -> OAuthClient {
    OAuthClient(id: "c", secret: nil, key: try SigningKey(pem: Secret(pem)), method: .privateKeyJWT)
  }

  static func parts(_ client: OAuthClient) throws -> [String] {
    let fields = try Exchange.fields(try ClientAuthenticationTests.refresh(client))
    #expect(
      fields.dropLast() == [
        "grant_type=refresh_token", "refresh_token=rt", "client_id=c",
        "client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      ])
    let last = try #require(fields.last)
    #expect(last.hasPrefix("client_assertion="))
    return last.dropFirst("client_assertion=".count).split(separator: ".").map(String.init)
  }

  static func json(_ part: String) throws -> String {
    var text = part.replacing("-", with: "+").replacing("_", with: "/")
    while text.count % 4 != 0 { text += "=" }
    return String(decoding: try #require(Data(base64Encoded: text)), as: UTF8.self)
  }

  @Test("an assertion names the client twice, its audience once, its time, and itself")
  func claims() throws {
    let client = try Self.client().asserting(audience: "https://as/", at: Self.now, id: "j1")
    let parts = try Self.parts(client)
    #expect(parts.count == 3)
    #expect(try Self.json(parts[0]) == #"{"alg":"ES256","typ":"JWT"}"#)
    #expect(
      try Self.json(parts[1])
        == #"{"aud":"https://as/","exp":1800000120,"iat":1800000000,"iss":"c","jti":"j1","sub":"c"}"#)
    let known = try P256.Signing.PublicKey(x963Representation: PublishedKey.es256Public)
    var signature = parts[2].replacing("-", with: "+").replacing("_", with: "/")
    while signature.count % 4 != 0 { signature += "=" }
    let raw = try #require(Data(base64Encoded: signature))
    #expect(known.isValidSignature(try .init(rawRepresentation: raw), for: Data("\(parts[0]).\(parts[1])".utf8)))
  }

  @Test(
    "the header names the algorithm of the key",
    arguments: [PublishedKey.es256, PublishedKey.rs256, PublishedKey.edDSA])
  func algorithm(_ pem: String) throws {
    let client = try Self.client(pem)
    let header = try Self.json(try Self.parts(client.asserting(audience: "a", at: Self.now, id: "j"))[0])
    #expect(header.contains("\"\(try #require(client.key).algorithm.rawValue)\""))
  }

  @Test("the header names the key where its server knows it by a name")
  func keyID() throws {
    let key = try Self.client().key
    let client = OAuthClient(id: "c", secret: nil, key: key, keyID: "k", method: .privateKeyJWT)
    let header = try Self.json(try Self.parts(client.asserting(audience: "a", at: Self.now, id: "j"))[0])
    #expect(header == #"{"alg":"ES256","kid":"k","typ":"JWT"}"#)
  }

  @Test("an assertion is among the secrets to hide, and a client of another method makes none")
  func secrets() throws {
    let client = try Self.client().asserting(audience: "a", at: Self.now, id: "j")
    #expect(client.secrets.map(\.exposed) == [try Self.parts(client).joined(separator: ".")])
    let plain = OAuthClient(id: "c", secret: Secret("s"), key: client.key, method: .clientSecretPost)
    let same = try plain.asserting(audience: "a", at: Self.now, id: "j")
    #expect(same.secrets.map(\.exposed) == ["s"])
    #expect(try Exchange.fields(try ClientAuthenticationTests.refresh(same)).last == "client_secret=s")
  }
}
