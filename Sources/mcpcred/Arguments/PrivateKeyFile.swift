import LinuxPlatform
import OAuth

/// A PEM file with a client's private key.
struct PrivateKeyFile {
  /// The text of the file.
  let pem: Secret
  let key: SigningKey

  /// Read once it is certain that it can sign and that nobody else can read it.
  init(_ path: String) throws(CommandError) {
    let bytes: [UInt8]
    do { bytes = try PrivateFile.read(path, limit: 1 << 16) } catch {
      guard case .failed(let path, let reason) = error else { throw .privatePath(error) }
      throw .unreadable(path: path, reason: reason)
    }
    guard let pem = Secret(utf8: bytes) else { throw .usage("\(path) is not a PEM file") }
    do { key = try SigningKey(pem: pem) } catch { throw .usage("\(path): \(Self.words(for: error))") }
    self.pem = pem
  }

  private static func words(for error: SigningKeyError) -> String {
    switch error {
    case .absent: "no private key in PEM form was found"
    case .encrypted: "the private key is under a passphrase, and nobody is there to type it at each refresh"
    case .unusable: "the private key is damaged, or none of P-256, RSA of 2048 bits or more, and Ed25519"
    }
  }
}
