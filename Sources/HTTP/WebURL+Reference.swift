extension WebURL {
  /// The URL that a `Location` of this one names (RFC 9110 §10.2.2, RFC 3986 §5.2), without its fragment. Nil where it is
  /// no http or https URL.
  public func resolving(_ reference: String) -> WebURL? {
    let reference = reference.prefix { $0 != "#" }
    if reference.isEmpty { return self }
    if reference.hasPrefix("//") { return WebURL("\(scheme):\(reference)") }
    if reference.hasPrefix("/") { return WebURL("\(origin)\(reference)") }
    if reference.hasPrefix("?") { return WebURL("\(origin)\(path)\(reference)") }
    if Self.hasScheme(reference) { return WebURL(String(reference)) }
    let path = reference.prefix { $0 != "?" }
    let folder = self.path.lastIndex(of: "/").map { self.path[...$0] } ?? "/"
    return WebURL("\(origin)\(Self.withoutDots("\(folder)\(path)"))\(reference[path.endIndex...])")
  }

  /// RFC 3986 §3.1; a colon behind a slash belongs to a path.
  private static func hasScheme(_ reference: Substring) -> Bool {
    guard let colon = reference.firstIndex(of: ":") else { return false }
    return !reference[..<colon].contains { $0 == "/" || $0 == "?" }
  }

  /// RFC 3986 §5.2.4.
  private static func withoutDots(_ path: String) -> String {
    var kept: [Substring] = []
    let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    for segment in segments {
      switch segment {
      case ".": break
      case "..": _ = kept.popLast()
      default: kept.append(segment)
      }
    }
    let endsInFolder = segments.last == "." || segments.last == ".."
    return "/" + kept.joined(separator: "/") + (endsInFolder && !kept.isEmpty ? "/" : "")
  }
}
