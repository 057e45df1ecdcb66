internal import Crypto
import FoundationEssentials

/// The private key that a login's tokens are bound to (RFC 9449 §5): P-256, for proofs signed with ES256. It cannot be
/// printed.
public struct DPoPKey: Sendable, CustomStringConvertible, CustomReflectable {
  /// The only algorithm of these proofs, as `dpop_signing_alg_values_supported` would list it.
  public static let algorithm = "ES256"

  private let key: P256.Signing.PrivateKey

  /// From 32 random bytes; nil for the few that are no private key of the curve, where the caller takes others.
  public init?(randomBytes: [UInt8]) {
    guard let key = try? P256.Signing.PrivateKey(rawRepresentation: randomBytes) else { return nil }
    self.key = key
  }

  /// A key that was made earlier, as `stored` gave it; nil for anything else.
  public init?(stored: Secret) {
    guard let bytes = Base64URL.decode(stored.exposed) else { return nil }
    self.init(randomBytes: bytes)
  }

  /// The key as it is sealed: base64url of the 32 bytes of the private scalar (RFC 7518 §6.2.2.1).
  public var stored: Secret { Secret(Base64URL.encode(Array(key.rawRepresentation))) }

  /// `jkt`: what a server knows the key by (RFC 7638 §3, RFC 9449 §6.1).
  public var thumbprint: String { Base64URL.encode(Array(SHA256.hash(data: Data(publicKey.canonical.utf8)))) }

  /// The public half, as proofs carry it.
  var publicKey: PublicKey {
    // x and y, 32 bytes each.
    let point = Array(key.publicKey.rawRepresentation)
    return PublicKey(x: Base64URL.encode(Array(point.prefix(32))), y: Base64URL.encode(Array(point.suffix(32))))
  }

  /// ES256 over the text's bytes: r and s, 32 bytes each (RFC 7518 §3.4). Nil where the library refuses to sign.
  func signature(of text: String) -> [UInt8]? {
    (try? key.signature(for: Data(text.utf8))).map { Array($0.rawRepresentation) }
  }

  public var description: String { "<secret>" }
  public var customMirror: Mirror { Mirror(self, children: []) }

  /// A JSON Web Key of the curve (RFC 7518 §6.2.1).
  struct PublicKey: Encodable {
    var crv = "P-256"
    var kty = "EC"
    let x: String
    let y: String

    /// The required members in alphabetical order, without white space (RFC 7638 §3.2).
    var canonical: String { "{\"crv\":\"\(crv)\",\"kty\":\"\(kty)\",\"x\":\"\(x)\",\"y\":\"\(y)\"}" }
  }
}
