import Glibc

/// Where programs are looked for.
enum SearchPath {
  /// The paths a program of this name may have, in order; a name with a slash is a path already.
  static func candidates(_ name: String, _ environment: [String: String]) -> [String] {
    if name.contains("/") { return [name] }
    let path = environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    // An empty entry would mean the working folder, from which nothing should be run by accident.
    return path.split(separator: ":").map { "\($0)/\(name)" }
  }

  /// The first of them that can be run; nil where there is none.
  static func find(_ name: String, _ environment: [String: String]) -> String? {
    candidates(name, environment).first { path in
      var status = stat()
      return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }
  }
}
