import Engine
import FoundationEssentials
import Glibc
import NIOSSL

/// Certificates that are trusted besides the system's.
enum TrustRoots {
  /// Bytes; all certificates of the system are a quarter of a megabyte.
  private static let limit = 16 << 20

  /// The file the person named. Throws, with its path, where it cannot be read: going on without it would end in a TLS
  /// error that says nothing.
  static func given(_ settings: TransportSettings) throws(TransportSetupError) -> [NIOSSLAdditionalTrustRoots] {
    guard let path = settings.caCertificate else { return [] }
    return [try file(path, named: "the CA file")]
  }

  /// Whether what the environment names is there, without reading it. Throws as `given` does.
  static func checkEnvironment(_ settings: TransportSettings) throws(TransportSetupError) {
    if let path = value("SSL_CERT_FILE", settings) { _ = try opened(path, named: "SSL_CERT_FILE") }
    for path in folders(settings) { try checkFolder(path) }
  }

  /// What the environment names, parsed. Throws as `given` does.
  static func fromEnvironment(_ settings: TransportSettings) throws(TransportSetupError) -> [NIOSSLAdditionalTrustRoots]
  {
    var roots: [NIOSSLAdditionalTrustRoots] = []
    if let path = value("SSL_CERT_FILE", settings) { roots.append(try file(path, named: "SSL_CERT_FILE")) }
    for path in folders(settings) { roots.append(try folder(path)) }
    return roots
  }

  private static func folders(_ settings: TransportSettings) -> [String] {
    value("SSL_CERT_DIR", settings)?.split(separator: ":").map(String.init) ?? []
  }

  /// The system's own words; NIOSSL only says that it failed.
  private static func opened(_ path: String, named name: String) throws(TransportSetupError) -> Descriptor {
    do { return try Descriptor(openingRegular: path, O_RDONLY) } catch { throw unreadable(path, name, error) }
  }

  private static func checkFolder(_ path: String) throws(TransportSetupError) {
    do { _ = try Descriptor(opening: path, O_RDONLY | O_DIRECTORY) } catch {
      throw unreadable(path, "SSL_CERT_DIR", error)
    }
  }

  private static func unreadable(_ path: String, _ name: String, _ error: ErrorNumber) -> TransportSetupError {
    TransportSetupError(
      error == .notRegular ? "\(name) \(path) \(error.text)" : "\(name) \(path) cannot be read: \(error.text)")
  }

  private static func file(_ path: String, named name: String) throws(TransportSetupError) -> NIOSSLAdditionalTrustRoots
  {
    let file = try opened(path, named: name), bytes: [UInt8]
    do throws(ErrorNumber) { bytes = try file.read(limit: min(FileStatus(file).size, limit)) } catch {
      throw unreadable(path, name, error)
    }
    guard let certificates = try? NIOSSLCertificate.fromPEMBytes(bytes), !certificates.isEmpty else {
      throw TransportSetupError("\(name) \(path) holds no PEM certificate")
    }
    return .certificates(certificates)
  }

  /// The files that OpenSSL's `rehash` named by their hash; the others in such a folder are the same ones again.
  private static func folder(_ path: String) throws(TransportSetupError) -> NIOSSLAdditionalTrustRoots {
    try checkFolder(path)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    // One bad file of many is not worth a refusal: OpenSSL reads them only when one is needed.
    return .certificates(
      names.filter(isHashName).sorted().flatMap { name -> [NIOSSLCertificate] in
        guard (try? FileStatus(path: "\(path)/\(name)", following: true))?.isFile == true else { return [] }
        return (try? NIOSSLCertificate.fromPEMFile("\(path)/\(name)")) ?? []
      })
  }

  private static func isHashName(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 2 && parts[0].count == 8 && parts[0].allSatisfy(\.isHexDigit) && Int(parts[1]) != nil
  }

  private static func value(_ name: String, _ settings: TransportSettings) -> String? {
    settings.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
