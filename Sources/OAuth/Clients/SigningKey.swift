internal import Crypto
internal import CryptoExtras
import FoundationEssentials

/// A private key that signs client assertions: P-256, RSA of 2048 bits or more, or Ed25519 (RFC 7518 §3.1, RFC 8037
/// §3.1).
public struct SigningKey: Sendable, CustomStringConvertible, CustomReflectable {
  /// The signature a key makes, as JOSE names it.
  public enum Algorithm: String, Sendable, CaseIterable { case es256 = "ES256", rs256 = "RS256", edDSA = "EdDSA" }

  private enum Key {
    case p256(P256.Signing.PrivateKey)
    case rsa(_RSA.Signing.PrivateKey)
    case ed25519(Curve25519.Signing.PrivateKey)
  }

  private let key: Key

  /// Takes the first private key of a PEM file: PKCS#8, SEC 1 or PKCS#1.
  ///
  /// Throws where there is none, where it is under a passphrase, and for any other kind of key.
  public init(pem: Secret) throws(SigningKeyError) {
    let block = try PEMBlock.privateKey(in: pem.exposed)
    let der = block.bytes
    switch block.label {
    case "EC PRIVATE KEY": key = .p256(try Self.made { try P256.Signing.PrivateKey(derRepresentation: der) })
    case "RSA PRIVATE KEY": key = .rsa(try Self.made { try _RSA.Signing.PrivateKey(derRepresentation: der) })
    case "PRIVATE KEY": key = try Self.pkcs8(der)
    default: throw .unusable
    }
  }

  /// Named by its object identifier; the library's Ed25519 reader would take an X25519 key, too.
  private static func pkcs8(_ der: [UInt8]) throws(SigningKeyError) -> Key {
    // RFC 8410 §3: SEQUENCE, version and SEQUENCE stand before it, seven octets in all.
    if der.dropFirst(7).starts(with: [0x06, 0x03, 0x2B, 0x65, 0x70]) {
      return .ed25519(try made { try Curve25519.Signing.PrivateKey(derRepresentation: der) })
    }
    if let key = try? P256.Signing.PrivateKey(derRepresentation: der) { return .p256(key) }
    return .rsa(try made { try _RSA.Signing.PrivateKey(derRepresentation: der) })
  }

  private static func made<Value>(_ make: () throws -> Value) throws(SigningKeyError) -> Value {
    do { return try make() } catch { throw .unusable }
  }

  public var algorithm: Algorithm {
    switch key {
    case .p256: .es256
    case .rsa: .rs256
    case .ed25519: .edDSA
    }
  }

  /// The half that may be known.
  public var publicKey: JSONWebKey {
    let members: [String: String]
    switch key {
    case .p256(let key):
      // x and y, 32 bytes each.
      let point = Array(key.publicKey.rawRepresentation)
      members = [
        "kty": "EC", "crv": "P-256", "x": Base64URL.encode(Array(point.prefix(32))),
        "y": Base64URL.encode(Array(point.suffix(32))),
      ]
    case .rsa(let key):
      // The library declares a failure that it has no case of.
      let numbers = try? key.publicKey.getKeyPrimitives()
      members = [
        "kty": "RSA", "n": Base64URL.encode(Array(numbers?.modulus ?? Data())),
        "e": Base64URL.encode(Array(numbers?.publicExponent ?? Data())),
      ]
    case .ed25519(let key):
      members = ["kty": "OKP", "crv": "Ed25519", "x": Base64URL.encode(Array(key.publicKey.rawRepresentation))]
    }
    return JSONWebKey(members: members, algorithm: algorithm)
  }

  /// The signature as JOSE carries it. The nonce of ES256 is the library's own.
  func signature(of message: [UInt8]) throws(SigningKeyError) -> [UInt8] {
    switch key {
    case .p256(let key): try Self.made { Array(try key.signature(for: message).rawRepresentation) }
    case .rsa(let key):
      try Self.made { Array(try key.signature(for: message, padding: .insecurePKCS1v1_5).rawRepresentation) }
    case .ed25519(let key): try Self.made { Array(try key.signature(for: message)) }
    }
  }

  public var description: String { "<\(algorithm.rawValue) key>" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a private key cannot be used.
public enum SigningKeyError: Error, Sendable, Equatable {
  /// No PEM block of a private key.
  case absent
  /// A passphrase protects it, and nobody is there to type it at each refresh.
  case encrypted
  /// Damaged, or none of P-256, RSA of 2048 bits or more, and Ed25519.
  case unusable
}
