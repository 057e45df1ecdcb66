import NIOSSL

/// Whether a server's certificate names the host that was asked for.
///
/// The TLS library also takes a certificate for the IP address that was connected to. A URL that names a host is not
/// about an address (RFC 9525 §6.1): who can lie in the DNS could have a certificate for an address of their own.
enum ServerIdentity {
  /// Whether one of its names is this host's.
  static func names(of certificate: NIOSSLCertificate, cover host: String) -> Bool {
    let names = certificate._subjectAlternativeNames().filter { $0.nameType == .dnsName }
    return names.contains { covers(String(decoding: $0.contents, as: UTF8.self).lowercased(), host) }
  }

  /// The same name, or a wildcard for exactly one label in front (RFC 9525 §6.3).
  static func covers(_ name: String, _ host: String) -> Bool {
    let host = host.hasSuffix(".") ? host.dropLast() : host[...]
    guard name.hasPrefix("*.") else { return name[...] == host }
    guard let dot = host.firstIndex(of: "."), dot != host.startIndex else { return false }
    return name.dropFirst() == host[dot...]
  }
}
