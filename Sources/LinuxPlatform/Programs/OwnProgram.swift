import Glibc

/// The file this program runs from.
public enum OwnProgram {
  /// Its absolute path, for those who start it later; nil where the file is gone.
  ///
  /// What the person called it by is preferred to what a link led to: the link still leads there after an upgrade.
  public static func path(calledAs name: String, _ environment: [String: String]) -> String? {
    let file = FilePaths.real("/proc/self/exe")
    guard access(file, X_OK) == 0 else { return nil }
    if let called = SearchPath.find(name, environment), called.hasPrefix("/"), FilePaths.real(called) == file {
      return called
    }
    return file
  }
}
