import Crypto
import Foundation
import Testing

@testable import OAuth

@Suite struct DPoPKeyTests {
  @Test("a key that was stored is the same key")
  func stored() throws {
    let key = try DPoPProofTests.key()
    let again = try #require(DPoPKey(stored: key.stored))
    #expect(again.thumbprint == key.thumbprint)
    #expect(again.stored.exposed == key.stored.exposed)
    #expect(key.stored.exposed.count == 43)
    #expect(try DPoPProofTests.key(8).thumbprint != key.thumbprint)
  }

  @Test("bytes that are no private key of the curve make none", arguments: [0x00, 0xFF] as [UInt8])
  func outOfRange(_ byte: UInt8) {
    #expect(DPoPKey(randomBytes: Array(repeating: byte, count: 32)) == nil)
    #expect(DPoPKey(randomBytes: Array(repeating: 7, count: 31)) == nil)
    #expect(DPoPKey(stored: Secret("not a key")) == nil)
    #expect(DPoPKey(stored: Secret("")) == nil)
  }

  @Test("the thumbprint is RFC 7638's: the example of RFC 9449 §6.1 by its key")
  func thumbprint() {
    let key = DPoPKey.PublicKey(
      x: "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs", y: "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA")
    #expect(
      key.canonical
        == "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs\","
        + "\"y\":\"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA\"}")
    let digest = Array(SHA256.hash(data: Data(key.canonical.utf8)))
    #expect(Base64URL.encode(digest) == "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")
  }

  @Test("a key is in no text about it")
  func unprintable() throws {
    let key = try DPoPProofTests.key()
    for text in ["\(key)", String(reflecting: key), "\([key])"] { #expect(!text.contains(key.stored.exposed)) }
  }
}
