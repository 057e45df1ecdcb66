/// An authorization server's identifier, compared as a string and never re-serialised (RFC 8414 §3.3, RFC 9207 §2.4).
public enum Issuer {
  /// Whether two spellings name the same issuer: identical, or differing only by a lone `/` where there is no path.
  ///
  /// The exception covers servers that serialise their own issuer through a URL type; any other difference, case and
  /// default port included, is another issuer.
  public static func matches(_ one: String, _ other: String) -> Bool {
    if one == other { return true }
    let shorter = one.utf8.count < other.utf8.count ? one : other
    let longer = one.utf8.count < other.utf8.count ? other : one
    guard longer == shorter + "/", let scheme = shorter.range(ofSeparator: "://") else { return false }
    return !shorter[scheme...].contains("/")
  }
}

extension String {
  /// The index behind the separator.
  fileprivate func range(ofSeparator separator: String) -> Index? {
    firstRange(of: separator)?.upperBound
  }
}
