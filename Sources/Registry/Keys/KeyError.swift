/// Why a key-encryption key could not be had or kept. None of these is ever a reason to make a new key.
public enum KeyError: Error, Sendable, Equatable {
  /// The provider has the key but is locked.
  case locked(KeyProviderKind)
  /// The provider answers and has no such key.
  case absent(KeyProviderKind)
  /// The provider did not answer in time.
  case timedOut(KeyProviderKind)
  /// The provider cannot be reached; the text says why.
  case unavailable(KeyProviderKind, String)
  /// What the provider holds does not open this registry.
  case mismatch(KeyProviderKind)
  /// The key file's owner, mode or kind is not what it must be; the text says which.
  case insecure(path: String, String)
}
