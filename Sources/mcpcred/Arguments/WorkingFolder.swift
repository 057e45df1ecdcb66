import Glibc

/// The folder this process was started in.
enum WorkingFolder {
  /// The path from the root.
  static func absolute(_ path: String) throws(CommandError) -> String {
    if path.hasPrefix("/") { return path }
    return try self.path() + "/" + path
  }

  /// Where it is.
  static func path() throws(CommandError) -> String {
    guard let here = getcwd(nil, 0) else { throw .usage("the working folder is gone; name absolute paths") }
    defer { free(here) }
    return String(cString: here)
  }
}
