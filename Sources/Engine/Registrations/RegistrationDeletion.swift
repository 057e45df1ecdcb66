import OAuth

/// What asking a server to delete a registration came to.
enum RegistrationDeletion: Sendable {
  /// It is gone, or was gone already.
  case deleted
  /// The server said no to this.
  case refused(OAuthError)
  /// Nothing is known: an outage.
  case unanswered(EngineError)
  /// The server gave no way to ask.
  case unmanaged
  /// Something needs it by now; nothing was asked.
  case inUse
}
