import Foundation
import OAuth
import Testing

@Suite struct JSONWebKeyTests {
  private func members(_ pem: String) throws -> [String: String] {
    let key = try SigningKey(pem: Secret(pem)).publicKey
    return try JSONDecoder().decode([String: String].self, from: JSONEncoder().encode(key))
  }

  @Test("a P-256 key is what RFC 7515 appendix A.3 has")
  func p256() throws {
    for pem in [PublishedKey.es256, PublishedKey.es256SEC1] {
      var found = try members(pem)
      #expect(found.removeValue(forKey: "kid")?.count == 43)
      #expect(
        found == [
          "kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
          "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0", "alg": "ES256", "use": "sig",
        ])
    }
  }

  @Test("an Ed25519 key is what RFC 8037 appendix A.2 has, and its thumbprint what A.3 has")
  func ed25519() throws {
    #expect(
      try members(PublishedKey.edDSA) == [
        "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "alg": "EdDSA",
        "use": "sig", "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
      ])
  }

  @Test("an RSA key is what RFC 7515 appendix A.2 has")
  func rsa() throws {
    for pem in [PublishedKey.rs256, PublishedKey.rs256PKCS1] {
      let found = try members(pem)
      #expect(found["kty"] == "RSA" && found["e"] == "AQAB" && found["alg"] == "RS256")
      #expect(
        found["n"]?.hasPrefix(
          "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4Ql") == true)
      #expect(Set(found.keys) == ["kty", "e", "n", "alg", "use", "kid"])
    }
  }
}
