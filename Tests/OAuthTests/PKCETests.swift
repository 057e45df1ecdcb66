import OAuth
import Testing

@Suite struct PKCETests {
  @Test("RFC 7636 appendix B: the octets give the verifier, and the verifier the challenge")
  func vector() {
    let octets: [UInt8] = [
      116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214, 191, 240,
      91, 88, 5, 88, 83, 132, 141, 121,
    ]
    let pair = PKCE(randomBytes: octets)
    #expect(pair.verifier.exposed == "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    #expect(pair.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    #expect(PKCE(verifier: pair.verifier).challenge == pair.challenge)
  }

  @Test(
    "base64url has two letters of its own and no padding",
    arguments: [
      ([], ""), ([0x66], "Zg"), ([0x66, 0x6F], "Zm8"), ([0x66, 0x6F, 0x6F], "Zm9v"), ([0xFB, 0xFF, 0xBF], "-_-_"),
      ([0xFF], "_w"), ([0xFB], "-w"), ([0, 0, 0, 0], "AAAAAA"),
    ] as [([UInt8], String)])
  func base64URL(_ bytes: [UInt8], _ text: String) {
    #expect(Base64URL.encode(bytes) == text)
    #expect(Base64URL.decode(text) == bytes)
  }

  @Test(
    "what has another alphabet, padding or half a byte is no base64url",
    arguments: ["Zg==", "+w", "/w", "Z", "Z g", "é"])
  func notBase64URL(_ text: String) {
    #expect(Base64URL.decode(text) == nil)
  }
}
