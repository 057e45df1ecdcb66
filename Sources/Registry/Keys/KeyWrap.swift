internal import Crypto
import FoundationEssentials

/// Wraps data keys under a key-encryption key, with separate keys for wrapping and for telling a wrong key.
struct KeyWrap {
  let registryID: [UInt8]

  /// Same key and registry, same value; it says nothing about the key itself.
  func checkValue(_ key: KeyEncryptionKey) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: registryID, using: derived(key, "mcpcred key check 1")).prefix(16))
  }

  func wrap(_ dataKey: SymmetricKey, id: Int64, slot: Int64, under key: KeyEncryptionKey) throws(RegistryError)
    -> [UInt8]
  {
    do {
      let plain = dataKey.withUnsafeBytes { Array($0) }
      let box = try AES.GCM.seal(plain, using: wrapping(key), authenticating: context(id: id, slot: slot))
      guard let combined = box.combined else { throw RegistryError.sealBroken(place(id)) }
      return Array(combined)
    } catch {
      throw .sealBroken(place(id))
    }
  }

  func unwrap(_ wrapped: [UInt8], id: Int64, slot: Int64, under key: KeyEncryptionKey) throws(RegistryError)
    -> SymmetricKey
  {
    do {
      let box = try AES.GCM.SealedBox(combined: wrapped)
      return SymmetricKey(
        data: try AES.GCM.open(box, using: wrapping(key), authenticating: context(id: id, slot: slot)))
    } catch {
      throw .sealBroken(place(id))
    }
  }

  private func context(id: Int64, slot: Int64) -> [UInt8] { registryID + slot.bigEndianBytes + id.bigEndianBytes }

  private func place(_ id: Int64) -> SealedPlace { SealedPlace(table: "wrapped_data_key", row: id, field: "wrapped") }

  private func wrapping(_ key: KeyEncryptionKey) -> SymmetricKey { derived(key, "mcpcred key wrap 1") }

  private func derived(_ key: KeyEncryptionKey, _ purpose: String) -> SymmetricKey {
    DerivedKey.make(of: key.symmetric, salt: registryID, info: Array(purpose.utf8))
  }
}
