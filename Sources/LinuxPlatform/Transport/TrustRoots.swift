import Engine
import FoundationEssentials
import Glibc
import NIOSSL

/// The certificates that connections trust: the system's, those that the environment names, and the file that the person named.
///
/// To parse all of the system's takes longer than a whole request. So a chain is verified first with what was named and one
/// folder, in which the TLS library looks for an issuer by the hash of its name. Only for a chain that is not trusted by
/// these is everything read.
struct TrustRoots: Sendable {
  private let settings: TransportSettings
  private let system: SystemTrustStore
  /// Of the file the person named.
  private let given: [NIOSSLAdditionalTrustRoots]

  /// What one context trusts.
  struct Selection {
    let folder: NIOSSLTrustRoots
    let others: [NIOSSLAdditionalTrustRoots]
    /// Whether there is nothing else that could be trusted.
    let isWhole: Bool

    /// In place of what is there.
    func set(in configuration: inout TLSConfiguration) {
      configuration.trustRoots = folder
      configuration.additionalTrustRoots = others
    }
  }

  /// Bytes; all certificates of the system are a quarter of a megabyte.
  private static let limit = 16 << 20

  /// Throws, with its path, where a file or folder that was named cannot be read: going on without it would end in a TLS error
  /// that says nothing. What the environment names is not read yet.
  init(_ settings: TransportSettings, system: SystemTrustStore) throws(TransportSetupError) {
    self.settings = settings
    self.system = system
    given =
      try settings.caCertificate.map { (path) throws(TransportSetupError) in
        [try Self.file(path, named: "the CA file")]
      } ?? []
    if let path = Self.value("SSL_CERT_FILE", settings) { _ = try Self.opened(path, named: "SSL_CERT_FILE") }
    for path in Self.folders(settings) { try Self.checkFolder(path) }
  }

  /// What can be had without parsing what is not needed. Throws as `init` does.
  func onDemand() throws(TransportSetupError) -> Selection {
    guard let folder = hashedFolder else { return try whole() }
    let named = systemBundleIsNamed ? [] : try certificateFile()
    return Selection(folder: .file(folder), others: given + named, isWhole: false)
  }

  /// Everything that is trusted, each of it once. Throws as `init` does.
  func whole() throws(TransportSetupError) -> Selection {
    let hashed = hashedFolder
    var others = given + (try certificateFile())
    // One bad file of the system's own is not worth a refusal.
    if let bundle = system.bundle, !systemBundleIsNamed, let parsed = try? NIOSSLCertificate.fromPEMFile(bundle) {
      others.append(.certificates(parsed))
    }
    for path in Self.folders(settings) where path != hashed && !Self.isSame(path, system.folder) {
      others.append(Self.folder(path))
    }
    return Selection(folder: hashed.map { .file($0) } ?? .certificates([]), others: others, isWhole: true)
  }

  /// The system's folder where anything can be found in it by a hash, else the first of the environment's.
  private var hashedFolder: String? {
    ([system.folder] + Self.folders(settings)).first(where: HashedFolder.isOne)
  }

  private var systemBundleIsNamed: Bool {
    guard let path = Self.value("SSL_CERT_FILE", settings), let bundle = system.bundle else { return false }
    return Self.isSame(path, bundle)
  }

  private func certificateFile() throws(TransportSetupError) -> [NIOSSLAdditionalTrustRoots] {
    guard let path = Self.value("SSL_CERT_FILE", settings),
      !(settings.caCertificate.map { Self.isSame($0, path) } ?? false)
    else { return [] }
    return [try Self.file(path, named: "SSL_CERT_FILE")]
  }

  private static func isSame(_ path: String, _ other: String) -> Bool {
    guard let identity = try? FileStatus(path: path, following: true).identity else { return false }
    return identity == (try? FileStatus(path: other, following: true).identity)
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

  /// The files named by their hash; the others in such a folder are the same ones again.
  private static func folder(_ path: String) -> NIOSSLAdditionalTrustRoots {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    // One bad file of many is not worth a refusal.
    return .certificates(
      names.filter { HashedFolder.isHashName($0.utf8) }.sorted().flatMap { name -> [NIOSSLCertificate] in
        guard (try? FileStatus(path: "\(path)/\(name)", following: true))?.isFile == true else { return [] }
        return (try? NIOSSLCertificate.fromPEMFile("\(path)/\(name)")) ?? []
      })
  }

  private static func value(_ name: String, _ settings: TransportSettings) -> String? {
    settings.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
