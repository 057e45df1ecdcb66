import Crypto
public import HTTP

/// Redirect URIs on loopback for a native app (RFC 8252 §7.3).
public enum RedirectURI {
  /// One URI for each port, with a path of this issuer's own: RFC 8252 §8.10 asks for a distinct redirect URI per
  /// authorization server.
  public static func loopback(ports: [Int], issuer: String) -> [WebURL] {
    let digest = SHA256.hash(data: Array(issuer.utf8)).prefix(8).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
    return ports.compactMap { WebURL("http://127.0.0.1:\($0)/callback/\(digest)") }
  }

  /// What to register, in order: a server that refuses one kind may take the next (MCP 2026-07-28, Client Registration).
  /// The name instead of the address, which RFC 8252 §8.3 does not recommend; no port instead of three.
  public static func variations(ports: [Int], issuer: String) -> [[WebURL]] {
    let literals = loopback(ports: ports, issuer: issuer)
    let names = literals.compactMap { WebURL("http://localhost:\($0.port)\($0.path)") }
    return [literals, names, literals.prefix(1).compactMap { WebURL("http://127.0.0.1\($0.path)") }]
  }

  /// Whether this machine can listen there: plain http on loopback.
  public static func isUsable(_ url: WebURL) -> Bool {
    url.scheme == "http" && ["127.0.0.1", "::1", "localhost"].contains(url.host) && url.query == nil
  }
}
