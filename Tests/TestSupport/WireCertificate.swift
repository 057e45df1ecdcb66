import Foundation
public import NIOSSL

/// A certificate of its own, for 127.0.0.1 unless it is for another subject.
public struct WireCertificate: Sendable {
  /// A PEM file for clients to trust.
  public let path: String
  public let context: NIOSSLContext

  public init(in folder: String, for subject: String = "IP:127.0.0.1") throws {
    let key = "\(folder)/wire.key"
    path = "\(folder)/wire.pem"
    let openssl = Process()
    openssl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    openssl.arguments =
      ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
      + ["-subj", "/CN=test", "-addext", "subjectAltName=\(subject)", "-keyout", key, "-out", path]
    openssl.standardError = FileHandle.nullDevice
    try openssl.run()
    openssl.waitUntilExit()
    context = try NIOSSLContext(
      configuration: .makeServerConfiguration(
        certificateChain: NIOSSLCertificate.fromPEMFile(path).map { .certificate($0) },
        privateKey: .privateKey(NIOSSLPrivateKey(file: key, format: .pem))))
  }
}
