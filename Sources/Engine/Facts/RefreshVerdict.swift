public import HTTP
public import OAuth
public import Registry

/// What became of an order. Tokens travel through the registry only; this is what the one who waits needs to know.
public enum RefreshVerdict: Sendable, Codable, Equatable {
  /// The registry holds the new pair.
  case stored
  /// The row has moved on, or is gone, or an answer for it waits in the spool file; nothing was sent.
  case movedOn
  /// The row has no refresh token any more; nothing was sent.
  case unrenewable
  /// The authorization server refused the refresh token or the client; its own code.
  case refused(code: String)
  /// No answer came.
  case unanswered(TransportError)
  /// An answer came that brings no tokens and refuses none.
  case failed(OAuthError)
  /// An answer came whose new refresh token is stored, and that is good for nothing else.
  case kept(OAuthError)
  /// The platform's file has no assertion that can be sent now; nothing was sent.
  case unready(AssertionFileError)
  /// The identity provider has not vouched for the person; nothing was sent to the server's authorization server.
  case identity(IdentityFailure)
  /// The registry could not be read, or the intent not be written; nothing was sent.
  case unprepared(RegistryError)
  /// The HTTP client could not be set up; nothing was sent.
  case noNetwork(TransportSetupError)
  /// Tokens came and the registry could not take them.
  case notStored(RegistryError, Keeping)
  /// What happened could not be written down; the intent is open still.
  case notRecorded(RegistryError)

  /// Whether the worker may have something to do yet when it has told this.
  public var keepsWorker: Bool {
    switch self {
    case .notStored, .notRecorded: true
    default: false
    }
  }

  /// Where an answer is that the registry could not take.
  public enum Keeping: String, Sendable, Codable {
    /// In the spool file; the next run stores it.
    case spooled
    /// In the worker's memory, for minutes.
    case inMemory = "in-memory"
  }
}
