internal import Crypto

// The way of the opened keys from the process that opened them into the one that spends a refresh token: through a pipe,
// never through arguments, the environment or a file.
extension DataKeys {
  private static let keySize = 32
  private static let entrySize = 8 + keySize

  /// The primary's id, then each id with its key. Whoever calls wipes what it gets.
  public var transferred: [UInt8] {
    var bytes = primary.bigEndianBytes
    bytes.reserveCapacity(8 + keys.count * Self.entrySize)
    for (id, key) in keys {
      bytes += id.bigEndianBytes
      key.withUnsafeBytes { bytes += $0 }
    }
    return bytes
  }

  /// Nil for what `transferred` does not make.
  public init?(transferred bytes: [UInt8]) {
    guard bytes.count > 8, (bytes.count - 8).isMultiple(of: Self.entrySize) else { return nil }
    var keys: [Int64: SymmetricKey] = [:]
    for start in stride(from: 8, to: bytes.count, by: Self.entrySize) {
      let id = Int64(bigEndianBytes: bytes[start..<start + 8])
      keys[id] = SymmetricKey(data: bytes[start + 8..<start + Self.entrySize])
    }
    let primary = Int64(bigEndianBytes: bytes[..<8])
    guard keys[primary] != nil else { return nil }
    self.init(primary: primary, keys: keys)
  }
}
