import Crypto
import CryptoExtras

/// A key pair that this server signs with.
struct ServerKey: Sendable {
  private enum Kind: Sendable {
    case es256(P256.Signing.PrivateKey)
    case rs256(_RSA.Signing.PrivateKey)
  }

  private let kind: Kind
  /// The public half (RFC 7517 §4).
  let jwk: [String: JSON]

  static func es256() -> ServerKey {
    let key = P256.Signing.PrivateKey()
    let point = key.publicKey.x963Representation.dropFirst()
    return ServerKey(
      .es256(key), .es256,
      [
        "kty": "EC", "crv": "P-256", "x": .string(Base64URL.encode(point.prefix(32))),
        "y": .string(Base64URL.encode(point.suffix(32))),
      ])
  }

  static func rs256() -> ServerKey? {
    guard let key = try? _RSA.Signing.PrivateKey(keySize: .bits2048),
      let primitives = try? key.publicKey.getKeyPrimitives()
    else { return nil }
    return ServerKey(
      .rs256(key), .rs256,
      [
        "kty": "RSA", "n": .string(Base64URL.encode(primitives.modulus)),
        "e": .string(Base64URL.encode(primitives.publicExponent)),
      ])
  }

  private init(_ kind: Kind, _ algorithm: SigningAlgorithm, _ members: [String: JSON]) {
    self.kind = kind
    let thumbprint = JSONWebKey(.object(members))?.thumbprint ?? ""
    jwk = members.merging(["alg": .string(algorithm.rawValue), "use": "sig", "kid": .string(thumbprint)]) { $1 }
  }

  /// A JWT in its compact form (RFC 7515 §3.1).
  func sign(_ claims: [String: JSON], type: String) -> String {
    var header = jwk.filter { ["alg", "kid"].contains($0.key) }
    header["typ"] = .string(type)
    let input = Base64URL.encode(JSON.object(header).bytes) + "." + Base64URL.encode(JSON.object(claims).bytes)
    return input + "." + Base64URL.encode(signature(of: Array(input.utf8)))
  }

  private func signature(of input: [UInt8]) -> [UInt8] {
    switch kind {
    case .es256(let key): (try? key.signature(for: input)).map { Array($0.rawRepresentation) } ?? []
    case .rs256(let key):
      (try? key.signature(for: SHA256.hash(data: input), padding: .insecurePKCS1v1_5))
        .map { Array($0.rawRepresentation) } ?? []
    }
  }
}
