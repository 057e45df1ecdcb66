import Engine
import Glibc
import NIOSSL

/// The certificate that is shown to servers that ask for one (RFC 8446 §4.3.2), with its private key.
struct ClientCertificate: Sendable {
  private let chain: [NIOSSLCertificate]
  private let key: NIOSSLPrivateKey

  /// Nil where none is named. Throws where a file cannot be read or used, or where others can read the key.
  static func named(by settings: TransportSettings) throws(TransportSetupError) -> ClientCertificate? {
    if let certificate = settings.clientCertificate {
      return try ClientCertificate(certificate: certificate, key: settings.clientKey ?? certificate)
    }
    func value(_ name: String) -> String? { settings.environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    guard let certificate = value("MCPCRED_CLIENT_CERT") else { return nil }
    return try ClientCertificate(certificate: certificate, key: value("MCPCRED_CLIENT_KEY") ?? certificate)
  }

  private init(certificate: String, key: String) throws(TransportSetupError) {
    let text = try Self.read(certificate, named: "the client certificate")
    guard let chain = try? NIOSSLCertificate.fromPEMBytes(text), !chain.isEmpty else {
      throw TransportSetupError("the client certificate \(certificate) holds no PEM certificate")
    }
    var secret = try Self.read(key, named: "the client key", isPrivate: true)
    defer { WipedBytes.wipe(&secret) }
    guard let key = try? NIOSSLPrivateKey(bytes: secret, format: .pem) else {
      throw TransportSetupError("the client key \(key) holds no PEM private key without a passphrase")
    }
    self.chain = chain
    self.key = key
  }

  /// Makes it what this configuration shows.
  func show(in configuration: inout TLSConfiguration) {
    configuration.certificateChain = chain.map { .certificate($0) }
    configuration.privateKey = .privateKey(key)
  }

  private static func read(
    _ path: String, named name: String, isPrivate: Bool = false
  ) throws(TransportSetupError) -> [UInt8] {
    let file = try open(path, named: name)
    let status: FileStatus
    do { status = try FileStatus(file) } catch { throw unreadable(name, path, error) }
    if isPrivate, let fault = status.fault {
      throw TransportSetupError("\(name) \(path) is not private: it \(fault)", insecurePath: path)
    }
    do { return try file.read(limit: 1 << 18) } catch { throw unreadable(name, path, error) }
  }

  /// A symbolic link is followed: that is how secrets are mounted into containers. What it leads to is what is checked.
  private static func open(_ path: String, named name: String) throws(TransportSetupError) -> Descriptor {
    do { return try Descriptor(openingRegular: path, O_RDONLY) } catch {
      guard error != .notRegular else { throw TransportSetupError("\(name) \(path) \(error.text)") }
      throw unreadable(name, path, error)
    }
  }

  private static func unreadable(_ name: String, _ path: String, _ error: ErrorNumber) -> TransportSetupError {
    TransportSetupError("\(name) \(path) cannot be read: \(error.text)")
  }
}
