import Crypto
import CryptoExtras
import Foundation

@testable import DemoServer

/// A client's own key pair.
struct TestKey: Sendable {
  private enum Kind: Sendable {
    case es256(P256.Signing.PrivateKey)
    case eddsa(Curve25519.Signing.PrivateKey)
    case rs256(_RSA.Signing.PrivateKey)
  }

  private let kind: Kind
  let algorithm: SigningAlgorithm
  /// The public half.
  let jwk: [String: JSON]

  init() {
    let key = P256.Signing.PrivateKey()
    let point = key.publicKey.x963Representation.dropFirst()
    kind = .es256(key)
    algorithm = .es256
    jwk = [
      "kty": "EC", "crv": "P-256", "x": .string(Base64URL.encode(point.prefix(32))),
      "y": .string(Base64URL.encode(point.suffix(32))),
    ]
  }

  private init(_ key: Curve25519.Signing.PrivateKey) {
    kind = .eddsa(key)
    algorithm = .eddsa
    jwk = ["kty": "OKP", "crv": "Ed25519", "x": .string(Base64URL.encode(key.publicKey.rawRepresentation))]
  }

  private init(_ key: _RSA.Signing.PrivateKey) throws {
    let primitives = try key.publicKey.getKeyPrimitives()
    kind = .rs256(key)
    algorithm = .rs256
    jwk = [
      "kty": "RSA", "n": .string(Base64URL.encode(primitives.modulus)),
      "e": .string(Base64URL.encode(primitives.publicExponent)),
    ]
  }

  static func make(_ algorithm: SigningAlgorithm) throws -> TestKey {
    switch algorithm {
    case .es256: TestKey()
    case .eddsa: TestKey(Curve25519.Signing.PrivateKey())
    case .rs256: try TestKey(_RSA.Signing.PrivateKey(keySize: .bits2048))
    }
  }

  /// A key set with this key alone.
  var jwks: JSON { ["keys": [.object(jwk)]] }

  func sign(_ claims: [String: JSON], header: [String: JSON] = [:]) throws -> String {
    let header = header.merging(["alg": .string(algorithm.rawValue)]) { given, _ in given }
    let input = Base64URL.encode(JSON.object(header).bytes) + "." + Base64URL.encode(JSON.object(claims).bytes)
    let signature: Data =
      switch kind {
      case .es256(let key): try key.signature(for: Data(input.utf8)).rawRepresentation
      case .eddsa(let key): try key.signature(for: Data(input.utf8))
      case .rs256(let key):
        try key.signature(for: SHA256.hash(data: Data(input.utf8)), padding: .insecurePKCS1v1_5).rawRepresentation
      }
    return input + "." + Base64URL.encode(signature)
  }
}
