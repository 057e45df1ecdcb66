import Engine
import NIOSSL
import Synchronization

/// Whom connections trust and which certificate they show, for one transport.
final class TLSContext: Sendable {
  private let roots: TrustRoots
  private let certificate: ClientCertificate?
  private let made = Mutex(Made())

  private struct Made {
    var onDemand: NIOSSLContext?
    var whole: NIOSSLContext?
  }

  /// Throws where a CA file or folder or the client's certificate cannot be used.
  init(_ settings: TransportSettings, system: SystemTrustStore = .standard) throws(TransportSetupError) {
    roots = try TrustRoots(settings, system: system)
    certificate = try ClientCertificate.named(by: settings)
  }

  /// Made for the first connection with TLS.
  func context() throws(TransportSetupError) -> NIOSSLContext {
    try made.withLock { (made) throws(TransportSetupError) -> NIOSSLContext in
      if let context = made.whole ?? made.onDemand { return context }
      let selection = try roots.onDemand()
      let context = try make(selection)
      made.onDemand = context
      if selection.isWhole { made.whole = context }
      return context
    }
  }

  /// The one that trusts everything there is to trust, for a chain that `context()` does not; the later connections use it
  /// too. Nil where that is the same.
  func wholeContext() throws(TransportSetupError) -> NIOSSLContext? {
    try made.withLock { (made) throws(TransportSetupError) -> NIOSSLContext? in
      guard made.whole == nil else { return nil }
      let context = try make(try roots.whole())
      made.whole = context
      return context
    }
  }

  private func make(_ roots: TrustRoots.Selection) throws(TransportSetupError) -> NIOSSLContext {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.applicationProtocols = ["http/1.1"]
    roots.set(in: &tls)
    certificate?.show(in: &tls)
    do { return try NIOSSLContext(configuration: tls) } catch {
      throw TransportSetupError("TLS cannot be used: \(PlainLine.of("\(error)"))")
    }
  }
}
