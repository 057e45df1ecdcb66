internal import Crypto
import FoundationEssentials

/// Seals and opens single fields: version (1 byte), key id (8), nonce (12), ciphertext, tag (16), AES-256-GCM.
struct Sealer {
  static let version: UInt8 = 1
  private static let headerSize = 9

  let keys: DataKeys

  /// A random 96-bit nonce each time: with fewer than 2^32 values under one key a repeat is out of reach.
  func seal(_ plaintext: [UInt8], _ context: SealingContext) throws(RegistryError) -> [UInt8] {
    guard let key = keys.keys[keys.primary] else { throw .sealBroken(context.place) }
    do {
      let box = try AES.GCM.seal(
        plaintext, using: key, authenticating: context.associatedData(version: Self.version))
      guard let combined = box.combined else { throw RegistryError.sealBroken(context.place) }
      return [Self.version] + keys.primary.bigEndianBytes + Array(combined)
    } catch {
      throw .sealBroken(context.place)
    }
  }

  /// Throws `sealBroken` for any change to the ciphertext or to what it is bound to.
  func open(_ sealed: [UInt8], _ context: SealingContext) throws(RegistryError) -> [UInt8] {
    guard sealed.count > Self.headerSize, sealed[0] == Self.version,
      let key = keys.keys[Int64(bigEndianBytes: sealed[1..<Self.headerSize])]
    else { throw .sealBroken(context.place) }
    do {
      let box = try AES.GCM.SealedBox(combined: sealed[Self.headerSize...])
      return Array(
        try AES.GCM.open(box, using: key, authenticating: context.associatedData(version: Self.version)))
    } catch {
      throw .sealBroken(context.place)
    }
  }
}
