import Glibc

/// Paths as text; nothing here follows `~` or a variable.
enum FilePaths {
  /// The path, or the path within the folder where it is relative.
  static func absolute(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") ? path : "\(folder)/\(path)"
  }

  /// The folder a path is in; `/` is in itself.
  static func folder(of path: String) -> String {
    let trimmed = trimmed(path)
    guard let slash = trimmed.lastIndex(of: "/") else { return "." }
    return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
  }

  /// The last component of a path.
  static func name(of path: String) -> String {
    let trimmed = trimmed(path)
    guard let slash = trimmed.lastIndex(of: "/") else { return trimmed }
    return String(trimmed[trimmed.index(after: slash)...])
  }

  /// The path with every link in it followed, as far as it exists; what does not exist yet is kept as written.
  static func real(_ path: String, links: Int = 40) -> String {
    if let resolved = realpath(path, nil) {
      defer { free(resolved) }
      return String(cString: resolved)
    }
    // A link to something that is not there yet: it will be made where the link points.
    if links > 0, let target = target(of: path) {
      return real(absolute(target, in: folder(of: path)), links: links - 1)
    }
    let above = folder(of: path)
    guard above != path, above != "." else { return path }
    let base = real(above, links: links)
    return base == "/" ? "/\(name(of: path))" : "\(base)/\(name(of: path))"
  }

  private static func target(of path: String) -> String? {
    let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer -> String? in
      guard let start = buffer.baseAddress else { return nil }
      let count = readlink(path, start, buffer.count - 1)
      guard count > 0 else { return nil }
      start[count] = 0
      return String(validatingCString: start)
    }
    return text
  }

  private static func trimmed(_ path: String) -> String {
    var path = path[...]
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return String(path)
  }
}
