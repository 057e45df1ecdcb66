import Crypto
import Foundation
import Testing

@testable import OAuth

@Suite struct SigningKeyTests {
  /// RFC 7515 §A.2.1: header and payload as they are signed.
  static let rs256Input =
    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
  static let rs256Signature =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t"
    + "1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12j"
    + "zDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQ"
    + "Ge77Rw"

  static func key(_ pem: String) throws -> SigningKey { try SigningKey(pem: Secret(pem)) }

  @Test(
    "RSA signs as RFC 7515 §A.2 shows, from PKCS#8 and from PKCS#1",
    arguments: [PublishedKey.rs256, PublishedKey.rs256PKCS1])
  func rsa(_ pem: String) throws {
    let key = try Self.key(pem)
    #expect(key.algorithm == .rs256)
    #expect(Base64URL.encode(try key.signature(of: Array(Self.rs256Input.utf8))) == Self.rs256Signature)
  }

  @Test("Ed25519 signs as RFC 8037 §A.4 shows")
  func ed25519() throws {
    let key = try Self.key(PublishedKey.edDSA)
    #expect(key.algorithm == .edDSA)
    let input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
    #expect(
      Base64URL.encode(try key.signature(of: Array(input.utf8)))
        == "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg")
  }

  @Test(
    "P-256 signs, from PKCS#8 and from SEC 1, what the public key verifies",
    arguments: [PublishedKey.es256, PublishedKey.es256SEC1])
  func p256(_ pem: String) throws {
    let key = try Self.key(pem)
    #expect(key.algorithm == .es256)
    let signature = try key.signature(of: Array("message".utf8))
    #expect(signature.count == 64)
    let known = try P256.Signing.PublicKey(x963Representation: PublishedKey.es256Public)
    #expect(known.isValidSignature(try .init(rawRepresentation: signature), for: Data("message".utf8)))
  }

  @Test("what stands around the key, line ends of Windows and blanks do not matter")
  func surroundings() throws {
    let text =
      "key for mcpcred\r\n" + PublishedKey.edDSA.replacing("\n", with: " \r\n ") + "\r\n-----BEGIN CERTIFICATE-----\r\n"
    #expect(try Self.key(text).algorithm == .edDSA)
  }

  static let unusable: [(String, SigningKeyError)] = [
    ("", .absent), ("secret", .absent), ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", .absent),
    ("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----", .encrypted),
    (
      "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,AB\n\nAAAA\n-----END RSA PRIVATE KEY-----",
      .encrypted
    ),
    ("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----", .unusable),
    ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", .unusable),
    ("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----", .unusable),
    (String(PublishedKey.es256.prefix(100)), .unusable), (PublishedKey.x25519, .unusable),
    (PublishedKey.p384, .unusable),
    (PublishedKey.rsa1024, .unusable),
  ]

  @Test("a file without a key that can be used is refused, and says why", arguments: unusable)
  func refused(_ pem: String, _ expected: SigningKeyError) {
    #expect(throws: expected) { try Self.key(pem) }
  }

  @Test("a key shows nothing of itself")
  func silent() throws {
    let key = try Self.key(PublishedKey.es256)
    var dumped = ""
    dump(key, to: &dumped)
    for text in ["\(key)", String(reflecting: key), dumped] { #expect(!text.contains("P256")) }
    #expect("\(key)" == "<ES256 key>")
  }
}
