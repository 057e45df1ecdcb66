internal import Crypto

/// A key for one purpose, made of a key that is kept: HKDF with SHA-256, for 32 bytes.
enum DerivedKey {
  /// The library's `expand` cuts its blocks from a generic slice, and each start of the program would look its types up in the
  /// whole binary. A key of 32 bytes is the first block alone.
  static func make(of key: SymmetricKey, salt: [UInt8] = [], info: [UInt8]) -> SymmetricKey {
    let extracted = SymmetricKey(data: HKDF<SHA256>.extract(inputKeyMaterial: key, salt: salt))
    // RFC 5869 §2.3: T(1) = HMAC(PRK, T(0) | info | 0x01), where T(0) is empty.
    return SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: info + [1], using: extracted))
  }
}
