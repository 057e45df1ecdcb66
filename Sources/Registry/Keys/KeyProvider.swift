/// Keeps one small secret for the registry: the key-encryption key of a slot.
public protocol KeyProvider: Sendable {
  /// Which provider this is.
  var kind: KeyProviderKind { get }

  /// Every key found at the locator, newest first; the registry's check value tells which is the right one.
  ///
  /// Never empty: nothing there is `KeyError.absent`. Never creates anything.
  func keys(at locator: String) throws(KeyError) -> [KeyEncryptionKey]

  /// Stores a new key, reads it back and compares. Never overwrites one that is there.
  func store(_ key: KeyEncryptionKey, at locator: String) throws(KeyError)
}
