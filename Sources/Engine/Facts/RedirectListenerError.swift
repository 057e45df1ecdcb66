/// The listener could not be set up.
public enum RedirectListenerError: Error, Sendable, Equatable {
  /// Every port of the candidates is taken.
  case portsBusy([Int])
  /// The system refused; the text is its own.
  case failed(String)
}
