/// An authorization server's identifier, compared as a string and never re-serialised (RFC 8414 §3.3, RFC 9207 §2.4).
public enum Issuer {
  /// Whether two spellings name the same issuer: identical, or differing only by a lone `/` where there is no path.
  ///
  /// The exception covers servers that serialise their own issuer through a URL type; any other difference, case and
  /// default port included, is another issuer.
  public static func matches(_ one: String, _ other: String) -> Bool {
    // By bytes: String's own equality calls canonically equivalent texts the same.
    let one = Array(one.utf8), other = Array(other.utf8)
    if one == other { return true }
    let (shorter, longer) = one.count < other.count ? (one, other) : (other, one)
    guard longer == shorter + [UInt8(ascii: "/")], let scheme = shorter.firstRange(of: Array("://".utf8)) else {
      return false
    }
    return !shorter[scheme.upperBound...].contains { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
  }

  /// The other spelling that `matches` takes for the same issuer: with the lone `/`, or without it. Nil where there is none.
  public static func otherSpelling(of issuer: String) -> String? {
    let other = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer + "/"
    return matches(issuer, other) ? other : nil
  }
}
