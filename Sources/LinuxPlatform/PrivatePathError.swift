/// A folder or file of the registry is not as private as it must be, or cannot be made so.
public enum PrivatePathError: Error, Sendable, Equatable {
  /// Its owner, mode or kind lets someone else in; the text says which.
  case insecure(path: String, reason: String)
  /// The system refused; the text is its own.
  case failed(path: String, reason: String)

  /// The text, without the path.
  public var reason: String {
    switch self {
    case .insecure(_, let reason), .failed(_, let reason): reason
    }
  }
}
