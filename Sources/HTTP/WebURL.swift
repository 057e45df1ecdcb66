import FoundationEssentials

/// An absolute `http` or `https` URL, kept exactly as written.
///
/// OAuth compares URLs as strings (RFC 8414 §3.3, RFC 8707 §2), so nothing here re-serialises one. Only printable
/// ASCII is accepted, without user information and without a fragment: what remains is safe to put in a header or
/// an argument vector.
public struct WebURL: Sendable, Hashable, CustomStringConvertible {
  /// The URL as it was given.
  public let raw: String
  /// `http` or `https`.
  public let scheme: String
  /// Lower case; an IPv6 literal is without its brackets.
  public let host: String
  /// The port written, or the scheme's.
  public let port: Int
  /// Whether the port was written.
  public let hasExplicitPort: Bool
  /// As written, percent-escapes kept; empty where there is none.
  public let path: String
  /// As written, without the question mark.
  public let query: String?

  /// Parses; nil where the text is not such a URL.
  public init?(_ text: String) {
    guard text.utf8.count <= 8192, text.utf8.allSatisfy(Self.isAllowed), !text.contains("#"),
      Self.hasWholeEscapes(text), let parts = URLComponents(string: text),
      let scheme = parts.scheme?.lowercased(), scheme == "http" || scheme == "https",
      parts.user == nil, parts.password == nil,
      text.utf8.dropFirst(scheme.utf8.count).starts(with: "://".utf8)
    else { return nil }
    let behindScheme = text.dropFirst(scheme.count + 3)
    let authority = behindScheme.prefix { $0 != "/" && $0 != "?" }
    guard let host = Self.host(of: authority) else { return nil }
    let behindHost = behindScheme[authority.endIndex...]
    let path = behindHost.prefix { $0 != "?" }
    // A port that does not fit a number is nil here too, and would pass for none.
    let hasPort = authority.last != "]" && authority.contains(":") && authority.last != ":"
    if hasPort, !(1...65535).contains(parts.port ?? 0) { return nil }
    self.raw = text
    self.scheme = scheme
    self.host = host
    self.port = parts.port ?? (scheme == "https" ? 443 : 80)
    self.hasExplicitPort = parts.port != nil
    self.path = String(path)
    self.query = path.endIndex < behindHost.endIndex ? String(behindHost[path.endIndex...].dropFirst()) : nil
  }

  public var description: String { raw }

  /// `scheme://host[:port]`, in lower case, with the port only where it is not the scheme's own.
  public var origin: String {
    let name = host.contains(":") ? "[\(host)]" : host
    let isDefault = port == (scheme == "https" ? 443 : 80)
    return "\(scheme)://\(name)\(isDefault ? "" : ":\(port)")"
  }

  /// Whether the host is this machine by name or by address (RFC 8252 §7.3, RFC 6761 §6.3).
  public var isLoopback: Bool {
    if host == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { Self.isOctet($0) }
  }

  /// Digits only: a sign would be read by Swift and by no resolver.
  private static func isOctet(_ text: Substring) -> Bool {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } && UInt8(text) != nil
  }

  /// Whether a secret may travel to this URL: TLS, or this machine.
  public var isSecure: Bool { scheme == "https" || isLoopback }

  /// RFC 3986 §2: unreserved, reserved and the percent sign.
  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21, 0x23...0x3B, 0x3D, 0x3F...0x5B, 0x5D, 0x5F, 0x61...0x7A, 0x7E: true
    default: false
    }
  }

  /// In lower case and without brackets; nil for what is empty, escaped, or bracketed and not an IPv6 address. An escaped
  /// host is one name to this check and perhaps another to whoever resolves it.
  ///
  /// Taken from the text: where the whole of Foundation is in the process, URLComponents decodes Punycode.
  private static func host(of authority: Substring) -> String? {
    guard authority.hasPrefix("[") else {
      let name = authority.prefix { $0 != ":" }
      return name.contains { "%[]@".contains($0) } || isOdd(name) ? nil : name.lowercased()
    }
    let literal = authority.dropFirst().prefix { $0 != "]" }
    let rest = authority[literal.endIndex...]
    guard rest == "]" || rest.hasPrefix("]:"), literal.contains(":"),
      literal.utf8.allSatisfy({ $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") || isHexDigit($0) })
    else { return nil }
    return literal.lowercased()
  }

  /// Empty labels, and an address with a zero in front of a number (`0127.0.0.1`): octal to one resolver, decimal to the
  /// next, a name to a third.
  private static func isOdd(_ name: Substring) -> Bool {
    var labels = name.split(separator: ".", omittingEmptySubsequences: false)
    // A dot at the end is the root's (RFC 3986 §3.2.2).
    if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
    if labels.contains(where: \.isEmpty) { return true }
    let isDotted = labels.count > 1 && labels.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    return isDotted && labels.contains { $0.count > 1 && $0.hasPrefix("0") }
  }

  /// RFC 3986 §2.1. Foundation would escape a stray percent sign, and the URL would no longer be what was written.
  private static func hasWholeEscapes(_ text: String) -> Bool {
    text.utf8.split(separator: UInt8(ascii: "%"), omittingEmptySubsequences: false).dropFirst().allSatisfy {
      $0.count >= 2 && $0.prefix(2).allSatisfy(isHexDigit)
    }
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }
}
