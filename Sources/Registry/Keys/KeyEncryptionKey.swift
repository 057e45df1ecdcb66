internal import Crypto

/// The key that wraps the data keys; it lives outside the registry. It cannot be printed.
public struct KeyEncryptionKey: Sendable, CustomStringConvertible, CustomReflectable {
  let symmetric: SymmetricKey

  /// 32 bytes of randomness.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    symmetric = SymmetricKey(data: bytes)
  }

  /// 64 hexadecimal digits on one line, as a provider keeps it; nil where it is anything else.
  public init?(hex: [UInt8]) {
    guard let bytes = Hex.decode(hex) else { return nil }
    self.init(bytes: bytes)
  }

  /// The text a provider stores: 64 lower-case hexadecimal digits. It is the secret.
  public var exposedHex: [UInt8] { symmetric.withUnsafeBytes { Hex.encode($0) } }

  public var description: String { "<key>" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
