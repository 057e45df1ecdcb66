import Crypto
import Foundation
import HTTP
import Testing

@testable import OAuth

@Suite struct DPoPProofTests {
  static let token = Secret("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU")

  static func key(_ seed: UInt8 = 7) throws -> DPoPKey {
    try #require(DPoPKey(randomBytes: Array(repeating: seed, count: 32)))
  }

  static func proof(
    _ method: HTTPRequest.Method = .post, _ url: String = "https://server.example.com/token", nonce: String? = nil,
    access: Secret? = nil
  ) throws -> Proof {
    let request = HTTPRequest(method, try Exchange.url(url))
    let proof = DPoPProof(id: "-BwC3ESc6acc2lTc", issuedAt: 1_562_262_616, nonce: nonce)
    return try Proof(#require(proof.added(to: request, key: key(), access: access).headers["DPoP"]))
  }

  /// A JWT taken apart with nothing of the code under test.
  struct Proof {
    let header: [String: Any]
    let claims: [String: Any]
    let jwk: [String: String]
    let signed: Data
    let signature: Data

    init(_ text: String) throws {
      let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      try #require(parts.count == 3)
      header = try #require(try JSONSerialization.jsonObject(with: Self.data(parts[0])) as? [String: Any])
      claims = try #require(try JSONSerialization.jsonObject(with: Self.data(parts[1])) as? [String: Any])
      jwk = try #require(header["jwk"] as? [String: String])
      signed = Data((parts[0] + "." + parts[1]).utf8)
      signature = try Self.data(parts[2])
    }

    static func data(_ text: String) throws -> Data {
      #expect(!text.contains("="))
      let plain = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
      return try #require(Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4)))
    }

    /// Verified with the key that the proof itself names, as a server does (RFC 9449 §4.3).
    func isSigned() throws -> Bool {
      let point = try Self.data(#require(jwk["x"])) + Self.data(#require(jwk["y"]))
      let key = try P256.Signing.PublicKey(rawRepresentation: point)
      return key.isValidSignature(try P256.Signing.ECDSASignature(rawRepresentation: signature), for: signed)
    }
  }

  @Test("a proof names its type, algorithm and public key, and never the private one")
  func header() throws {
    let proof = try Self.proof()
    #expect(Set(proof.header.keys) == ["typ", "alg", "jwk"])
    #expect(proof.header["typ"] as? String == "dpop+jwt")
    #expect(proof.header["alg"] as? String == "ES256")
    #expect(Set(proof.jwk.keys) == ["kty", "crv", "x", "y"])
    #expect(proof.jwk["kty"] == "EC")
    #expect(proof.jwk["crv"] == "P-256")
  }

  @Test("its signature verifies with that key, and with no other")
  func signature() throws {
    let proof = try Self.proof(access: Self.token)
    #expect(proof.signature.count == 64)
    #expect(try proof.isSigned())
    let other = P256.Signing.PrivateKey().publicKey
    #expect(
      try !other.isValidSignature(P256.Signing.ECDSASignature(rawRepresentation: proof.signature), for: proof.signed))
  }

  @Test("its claims are those of the example in RFC 9449 §4.2")
  func claims() throws {
    let proof = try Self.proof()
    #expect(Set(proof.claims.keys) == ["jti", "htm", "htu", "iat"])
    #expect(proof.claims["jti"] as? String == "-BwC3ESc6acc2lTc")
    #expect(proof.claims["htm"] as? String == "POST")
    #expect(proof.claims["htu"] as? String == "https://server.example.com/token")
    #expect(proof.claims["iat"] as? Int == 1_562_262_616)
  }

  @Test("with a token it carries that token's hash, as in the example of RFC 9449 §7.1")
  func accessTokenHash() throws {
    let request = HTTPRequest(.get, try Exchange.url("https://resource.example.org/protectedresource"))
    let proof = DPoPProof(id: "e1j3V_bKic8-LAEB", issuedAt: 1_562_262_618, nonce: nil)
    let proven = try proof.added(to: request, key: Self.key(), access: Self.token)
    #expect(proven.headers.all("Authorization") == ["DPoP " + Self.token.exposed])
    let claims = try Proof(#require(proven.headers["DPoP"])).claims
    #expect(claims["ath"] as? String == "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo")
    #expect(claims["htm"] as? String == "GET")
  }

  @Test("without one the client's own authentication stays")
  func authorizationStays() throws {
    let request = HTTPRequest(
      .post, try Exchange.url("https://as/token"), headers: HTTPHeaders([("Authorization", "Basic x")]))
    let proven = try DPoPProof(id: "i", issuedAt: 1, nonce: nil).added(to: request, key: Self.key())
    #expect(proven.headers.all("Authorization") == ["Basic x"])
    #expect(proven.headers.all("DPoP").count == 1)
    // The same request again has the new proof only.
    let again = try DPoPProof(id: "j", issuedAt: 2, nonce: "n").added(to: proven, key: Self.key())
    #expect(again.headers.all("DPoP").count == 1)
    #expect(again.headers["DPoP"] != proven.headers["DPoP"])
  }

  @Test("a nonce is repeated as it came")
  func nonce() throws {
    #expect(try Self.proof(nonce: "eyJ7S_zG.eyJH0-Z.HX4w-7v").claims["nonce"] as? String == "eyJ7S_zG.eyJH0-Z.HX4w-7v")
  }

  @Test(
    "the target is the URL without its query, in its normal form",
    arguments: [
      ("https://h/mcp?x=1&y=2", "https://h/mcp"), ("https://h", "https://h/"), ("https://h?x", "https://h/"),
      ("HTTPS://H.Example:443/A%2fb", "https://h.example/A%2fb"),
      ("http://127.0.0.1:8080/mcp/", "http://127.0.0.1:8080/mcp/"),
      ("https://[::1]:8443/m", "https://[::1]:8443/m"),
    ])
  func target(_ url: String, _ expected: String) throws {
    #expect(try Self.proof(.post, url).claims["htu"] as? String == expected)
  }
}
