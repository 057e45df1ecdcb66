import Crypto
import CryptoExtras
import FoundationEssentials

/// A public key to verify signatures with (RFC 7517): P-256, RSA of 2048 bits or more, or Ed25519.
struct JSONWebKey: Sendable, Equatable {
  /// The one algorithm that a key of this kind is for.
  let algorithm: SigningAlgorithm
  /// Its `kid`.
  let id: String?
  /// The members that make up the key, by name.
  private let members: [String: String]

  /// `nil` for a kind that is not known, a key that is none, and one that its owner should have kept to himself.
  init?(_ json: JSON) {
    guard json["d"] == nil, json["k"] == nil, let kind = Self.kind(of: json) else { return nil }
    algorithm = kind.algorithm
    id = json["kid"]?.string
    var members: [String: String] = [:]
    for name in kind.members {
      guard let value = json[name]?.string else { return nil }
      members[name] = value
    }
    self.members = members
    guard json["alg"].map({ $0 == .string(kind.algorithm.rawValue) }) ?? true else { return nil }
    guard json["use"].map({ $0 == "sig" }) ?? true, (try? verifies([], over: [])) != nil else { return nil }
  }

  /// RFC 7638 §3.2: with the members that its thumbprint is made of.
  private static func kind(of json: JSON) -> (algorithm: SigningAlgorithm, members: [String])? {
    switch (json["kty"]?.string, json["crv"]?.string) {
    case ("EC", "P-256"): (.es256, ["crv", "kty", "x", "y"])
    case ("OKP", "Ed25519"): (.eddsa, ["crv", "kty", "x"])
    case ("RSA", _): (.rs256, ["e", "kty", "n"])
    default: nil
    }
  }

  /// RFC 7638 §3: the same key always has the same thumbprint.
  var thumbprint: String {
    let canonical = JSON.object(members.mapValues(JSON.string))
    return Base64URL.encode(SHA256.hash(data: canonical.bytes))
  }

  func isSigned(_ signature: [UInt8], over input: [UInt8]) -> Bool { (try? verifies(signature, over: input)) ?? false }

  /// - Throws: when the members are no key.
  private func verifies(_ signature: [UInt8], over input: [UInt8]) throws -> Bool {
    switch algorithm {
    case .es256:
      // RFC 7518 §6.2.1: both coordinates, as long as the curve's.
      let (x, y) = (octets("x"), octets("y"))
      guard x.count == 32, y.count == 32 else { throw CryptoKitError.incorrectKeySize }
      let key = try P256.Signing.PublicKey(x963Representation: [4] + x + y)
      guard let parts = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
      return key.isValidSignature(parts, for: input)
    case .eddsa:
      return try Curve25519.Signing.PublicKey(rawRepresentation: octets("x")).isValidSignature(signature, for: input)
    case .rs256:
      let key = try _RSA.Signing.PublicKey(n: octets("n"), e: octets("e"))
      return key.isValidSignature(
        _RSA.Signing.RSASignature(rawRepresentation: signature), for: SHA256.hash(data: input),
        padding: .insecurePKCS1v1_5)
    }
  }

  private func octets(_ name: String) -> [UInt8] { members[name].flatMap(Base64URL.decode) ?? [] }
}
