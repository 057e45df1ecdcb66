/// The registry's path cannot be told.
public enum RegistryLocationError: Error, Sendable, Equatable {
  /// No path was given, and neither `XDG_DATA_HOME` nor `HOME` names an absolute one.
  case noHome
  /// The path is empty, holds a NUL, or the working folder is gone.
  case badPath(String)
}
