import FoundationEssentials

/// A proxy as a variable names it: `http://user:password@host:port`, or `host:port`.
struct ProxyAddress: Sendable, Hashable {
  enum Kind: Sendable, Hashable { case http, socks5 }

  let kind: Kind
  let host: String
  let port: Int
  let user: String?
  let password: String?

  /// Nil where the text is not such an address, or its scheme is none that is spoken here. Without a scheme it takes a port:
  /// a word alone is more likely a slip than a host.
  init?(_ text: String) {
    guard text.contains(":") else { return nil }
    let text = text.contains("://") ? text : "http://\(text)"
    guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty else { return nil }
    switch parts.scheme?.lowercased() {
    case "http": kind = .http
    case "socks5", "socks5h": kind = .socks5
    default: return nil
    }
    self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    port = parts.port ?? (kind == .http ? 80 : 1080)
    user = parts.user
    password = parts.password
  }
}
