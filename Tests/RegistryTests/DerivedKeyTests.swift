import Crypto
import Testing

@testable import Registry

@Suite("Keys for one purpose") struct DerivedKeyTests {
  func bytes(_ key: SymmetricKey) -> [UInt8] { key.withUnsafeBytes { Array($0) } }

  @Test("is HKDF: the first test case of RFC 5869, as far as 32 bytes go")
  func known() {
    let key = SymmetricKey(data: [UInt8](repeating: 0x0B, count: 22))
    let derived = DerivedKey.make(of: key, salt: Array(0x00...0x0C), info: Array(0xF0...0xF9))
    #expect(Hex.string(bytes(derived)) == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf")
  }

  @Test("is what the library's own HKDF makes, with a salt and without", arguments: [0, 1, 16, 32, 64, 65, 200])
  func library(_ length: Int) {
    let key = SymmetricKey(size: .bits256)
    let salt = (0..<length).map { _ in UInt8.random(in: 0...255) }
    let info = Array("purpose \(length)".utf8)
    let salted = HKDF<SHA256>.deriveKey(inputKeyMaterial: key, salt: salt, info: info, outputByteCount: 32)
    let plain = HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: info, outputByteCount: 32)
    #expect(DerivedKey.make(of: key, salt: salt, info: info) == salted)
    #expect(DerivedKey.make(of: key, info: info) == plain)
  }
}
