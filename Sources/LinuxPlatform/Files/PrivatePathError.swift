/// A folder or file of the registry is not as private as it must be, or cannot be made so.
public enum PrivatePathError: Error, Sendable, Equatable {
  /// Its owner, mode or kind lets someone else in; the text says which.
  case insecure(path: String, reason: String)
  /// Others can put files into the folder that a registry is to be in; `isOwn` where its mode alone is why.
  case shared(folder: String, reason: String, isOwn: Bool)
  /// The file has so many names, and each would have a log and locks of its own.
  case aliased(path: String, names: Int)
  /// The file is a mount of its own, without what belongs beside it.
  case mountedAlone(path: String)
  /// The system refused; the text is its own.
  case failed(path: String, reason: String)

  /// The text, without the path.
  public var reason: String {
    switch self {
    case .insecure(_, let reason), .failed(_, let reason), .shared(_, let reason, _): reason
    case .aliased(_, let names): "has \(names) names"
    case .mountedAlone: "is mounted as a single file"
    }
  }
}
