public import FoundationEssentials
public import OAuth

/// What became of one token.
public enum RevocationResult: Sendable {
  /// The server took it back, or it was dead already (RFC 7009 §2.2).
  case revoked
  /// The server offers no revocation; the token lives until it expires.
  case notSupported
  /// The server refused, in its own words.
  case refused(OAuthError)
  /// Nobody was asked: the server was removed offline. Its end is nil where it is not known.
  case abandoned(expiresAt: Date?)
  /// Not now; it is queued and tried again.
  case queued(EngineError)
}
