/// How the program reaches the network.
public struct TransportSettings: Sendable, Equatable {
  /// A PEM file of additional trust roots, as `--ca-cert` names it.
  public var caCertificate: String?
  /// A PEM file with the certificate to show to servers that ask for one, as `--client-cert` names it;
  /// `MCPCRED_CLIENT_CERT` where nil.
  public var clientCertificate: String?
  /// A PEM file with its private key, as `--client-key` names it; `MCPCRED_CLIENT_KEY` where the certificate is from the
  /// environment too, else the certificate's own file.
  public var clientKey: String?
  /// `SSL_CERT_FILE`, `SSL_CERT_DIR`, `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are read from it, the last three in
  /// lower case too, which wins.
  public var environment: [String: String]
  /// Sent where a request names no other, `mcpcred/1.0` for example.
  public var userAgent: String

  public init(
    caCertificate: String? = nil, clientCertificate: String? = nil, clientKey: String? = nil,
    environment: [String: String], userAgent: String
  ) {
    self.caCertificate = caCertificate
    self.clientCertificate = clientCertificate
    self.clientKey = clientKey
    self.environment = environment
    self.userAgent = userAgent
  }
}
