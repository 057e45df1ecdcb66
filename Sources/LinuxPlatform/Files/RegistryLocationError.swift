/// The registry's path cannot be told.
public enum RegistryLocationError: Error, Sendable, Equatable {
  /// No path was given, and neither `XDG_DATA_HOME` nor `HOME` names an absolute one.
  case noHome
  /// This is root, with the home of somebody else; the name is nil where the system has no account for them.
  case othersHome(String, user: UInt32, name: String?)
  /// The path is empty, holds a NUL, or the working folder is gone.
  case badPath(String)
}
