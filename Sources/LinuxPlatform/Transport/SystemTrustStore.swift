import Glibc

/// Where this system keeps the certificates that it trusts.
struct SystemTrustStore: Sendable {
  /// A folder in which each certificate can be found by the hash of its name (`openssl rehash`).
  let folder: String
  /// One file with all of them; the first that exists counts.
  let bundles: [String]

  /// Debian, Ubuntu, Arch and Alpine; the second bundle is Fedora's.
  static let standard = SystemTrustStore(
    folder: "/etc/ssl/certs", bundles: ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"])

  /// Nil where there is none.
  var bundle: String? { bundles.first { (try? FileStatus(path: $0, following: true))?.isFile == true } }
}
