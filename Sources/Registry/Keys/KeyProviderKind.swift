/// Where a slot's key-encryption key lives. Recorded at `init` and never switched silently.
public enum KeyProviderKind: String, Sendable, CaseIterable {
  /// The desktop's Secret Service, through libsecret.
  case secretService = "secret-service"
  /// A file only the owner can read.
  case file
}
