import Registry

/// One key of ours in the Secret Service.
struct SecretServiceItem {
  /// Nil where the item holds something else than a key.
  let key: KeyEncryptionKey?
  /// Its D-Bus object path.
  let path: String
}
