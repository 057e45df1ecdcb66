internal import Crypto
import FoundationEssentials

/// Binds the cached documents of an authorization server to the data key: the file's reader cannot redirect a secret.
enum MetadataTag {
  static func make(_ issuer: String, _ metadata: String, registryID: [UInt8], keys: DataKeys) -> [UInt8] {
    guard let key = keys.keys[keys.primary] else { return [] }
    return keys.primary.bigEndianBytes + code(issuer, metadata, registryID, key)
  }

  static func matches(
    _ tag: [UInt8], _ issuer: String, _ metadata: String, registryID: [UInt8], keys: DataKeys
  ) -> Bool {
    guard tag.count == 40, let key = keys.keys[Int64(bigEndianBytes: tag[..<8])] else { return false }
    let message = message(issuer, metadata, registryID)
    return HMAC<SHA256>.isValidAuthenticationCode(Data(tag[8...]), authenticating: message, using: derived(key))
  }

  private static func code(_ issuer: String, _ metadata: String, _ registryID: [UInt8], _ key: SymmetricKey) -> [UInt8]
  {
    Array(HMAC<SHA256>.authenticationCode(for: message(issuer, metadata, registryID), using: derived(key)))
  }

  private static func message(_ issuer: String, _ metadata: String, _ registryID: [UInt8]) -> [UInt8] {
    registryID + Int64(issuer.utf8.count).bigEndianBytes + Array(issuer.utf8) + Array(metadata.utf8)
  }

  private static func derived(_ key: SymmetricKey) -> SymmetricKey {
    DerivedKey.make(of: key, info: Array("mcpcred metadata tag 1".utf8))
  }
}
