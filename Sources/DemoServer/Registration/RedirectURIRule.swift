/// Which redirect URIs a client may register.
enum RedirectURIRule {
  /// What is registered of what a client asks for. Only a client that is redirected to has to ask for any (RFC 7591 §2).
  static func registered(
    _ document: JSON, native: Bool, needed: Bool, world: World
  ) throws(OAuthRefusal) -> [String] {
    if !needed, document["redirect_uris"] == nil { return [] }
    guard let uris = document["redirect_uris"]?.strings, !uris.isEmpty || !needed else {
      throw .invalidRedirectURI("redirect_uris must be an array of at least one URI")
    }
    for uri in uris {
      if let why = violation(uri, native: native) { throw .invalidRedirectURI("\(uri): \(why)") }
      if world.has(.noLoopbackLiterals), ["127.0.0.1", "[::1]"].contains(host(of: uri)) {
        throw .invalidRedirectURI("\(uri): an IP address is not allowed")
      }
    }
    if world.has(.foreignRedirectURIs) { return ["https://client.example/callback"] }
    return world.has(.replacedRedirectURIs) ? uris.map(replaced) : uris
  }

  /// Same place, another path: a client that goes by the answer can still use it.
  private static func replaced(_ uri: String) -> String {
    guard let scheme = uri.firstRange(of: "://") else { return uri }
    return "\(uri[..<scheme.upperBound])\(uri[scheme.upperBound...].prefix { !"/?".contains($0) })/registered"
  }

  /// What is wrong with the URI, or `nil`.
  static func violation(_ uri: String, native: Bool) -> String? {
    guard uri.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return "is not a URI" }
    // RFC 6749 §3.1.2
    guard !uri.contains("#") else { return "must not have a fragment" }
    guard let colon = uri.firstIndex(of: ":") else { return "must be absolute" }
    switch uri[..<colon] {
    case "https": return nil
    case "http":
      guard isLoopback(uri) else {
        return "plain http is for loopback only"
      }
      return native ? nil : "loopback needs application_type \"native\""
    default:
      // RFC 8252 §7.1: a private-use scheme is a reversed domain name.
      guard uri[..<colon].contains(".") else { return "the scheme is not a reversed domain name" }
      return native ? nil : "a private-use scheme needs application_type \"native\""
    }
  }

  /// Plain http to this machine.
  static func isLoopback(_ uri: String) -> Bool { host(of: uri).map(loopback.contains) ?? false }

  private static let loopback = ["127.0.0.1", "[::1]", "localhost"]

  /// RFC 8252 §7.3: the kernel chooses the port when the client listens.
  static func differOnlyInLoopbackPort(_ one: String, _ other: String) -> Bool {
    guard isLoopback(one), isLoopback(other) else { return false }
    return withoutPort(one) == withoutPort(other)
  }

  private static func withoutPort(_ uri: String) -> String {
    let rest = uri.dropFirst("http://".count)
    let authority = rest.prefix { !"/?".contains($0) }
    return (host(of: uri) ?? "") + rest.dropFirst(authority.count)
  }

  private static func host(of uri: String) -> String? {
    guard uri.hasPrefix("http://") else { return nil }
    let authority = uri.dropFirst("http://".count).prefix { $0 != "/" && $0 != "?" }
    guard !authority.contains("@") else { return nil }
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { return nil }
      return String(authority[...end])
    }
    return String(authority.prefix { $0 != ":" })
  }
}
