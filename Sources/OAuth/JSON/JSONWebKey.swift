internal import Crypto
import FoundationEssentials

/// The public half of a key that signs, as others read it (RFC 7517 §4).
public struct JSONWebKey: Sendable, Equatable, Encodable {
  /// What makes the key (RFC 7518 §6, RFC 8037 §2): known names and base64url, so nothing in it needs escaping.
  let members: [String: String]
  let algorithm: SigningKey.Algorithm

  /// `kid`: the key's thumbprint (RFC 7638 §3), the same wherever and whenever it is computed.
  public var id: String {
    let pairs = members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\"\($0.value)\"" }
    return Base64URL.encode(Array(SHA256.hash(data: Data("{\(pairs.joined(separator: ","))}".utf8))))
  }

  public func encode(to encoder: any Encoder) throws {
    var all = members
    all["kid"] = id
    all["alg"] = algorithm.rawValue
    all["use"] = "sig"
    try all.encode(to: encoder)
  }
}
