public import OAuth
public import Registry

/// What asking a server about a registration came to.
public enum RegistrationCheck: Sendable {
  /// It is there, as it is now.
  case alive(Registration)
  /// The server does not know it any more.
  case gone(OAuthError)
  /// The server said no to this; the registration may be alive all the same.
  case refused(OAuthError)
  /// Nothing is known: an outage.
  case unanswered(EngineError)
  /// The server gave no way to ask.
  case unmanaged

  /// Seconds the server asked to wait; nil where it did not.
  var retryAfter: Int? { if case .unanswered(let error) = self { error.retryAfter } else { nil } }
}
