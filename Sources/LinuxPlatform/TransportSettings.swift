/// How the program reaches the network.
public struct TransportSettings: Sendable, Equatable {
  /// A PEM file of additional trust roots, as `--ca-cert` names it.
  public var caCertificate: String?
  /// `SSL_CERT_FILE`, `SSL_CERT_DIR`, `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are read from it, the last three in
  /// lower case too, which wins.
  public var environment: [String: String]
  /// Sent where a request names no other, `mcpcred/1.0` for example.
  public var userAgent: String

  public init(caCertificate: String? = nil, environment: [String: String], userAgent: String) {
    self.caCertificate = caCertificate
    self.environment = environment
    self.userAgent = userAgent
  }
}
