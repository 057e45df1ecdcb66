import Engine
import NIOSSL
import Synchronization

/// Whom connections trust and which certificate they show, for one transport.
final class TLSContext: Sendable {
  private let settings: TransportSettings
  private let givenRoots: [NIOSSLAdditionalTrustRoots]
  private let certificate: ClientCertificate?
  private let made = Mutex<NIOSSLContext?>(nil)

  /// Throws where a CA file or folder or the client's certificate cannot be used.
  init(_ settings: TransportSettings) throws(TransportSetupError) {
    self.settings = settings
    givenRoots = try TrustRoots.given(settings)
    try TrustRoots.checkEnvironment(settings)
    certificate = try ClientCertificate.named(by: settings)
  }

  /// Made for the first connection with TLS: to read the system's certificates and those of a folder takes longer than a
  /// whole request.
  func context() throws(TransportSetupError) -> NIOSSLContext {
    try made.withLock { (made) throws(TransportSetupError) -> NIOSSLContext in
      if let made { return made }
      var tls = TLSConfiguration.makeClientConfiguration()
      tls.applicationProtocols = ["http/1.1"]
      tls.additionalTrustRoots = try givenRoots + TrustRoots.fromEnvironment(settings)
      certificate?.show(in: &tls)
      let context: NIOSSLContext
      do { context = try NIOSSLContext(configuration: tls) } catch {
        throw TransportSetupError("TLS cannot be used: \(PlainLine.of("\(error)"))")
      }
      made = context
      return context
    }
  }
}
