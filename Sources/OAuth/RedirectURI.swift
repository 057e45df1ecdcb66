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
}
