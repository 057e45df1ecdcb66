import FoundationEssentials

/// A signed JSON Web Token (RFC 7519, in the compact form of RFC 7515 §3.1).
struct JSONWebToken: Sendable {
  let header: JSON
  let claims: JSON
  private let signature: [UInt8]
  private let input: [UInt8]

  /// `nil` for anything else; the signature has not been looked at yet.
  init?(_ compact: String) {
    let parts = compact.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, parts.allSatisfy(Base64URL.isEncoded), let header = Base64URL.decode(parts[0]),
      let claims = Base64URL.decode(parts[1]), let signature = Base64URL.decode(parts[2]),
      let header = JSON.parse(header), let claims = JSON.parse(claims), header.object != nil, claims.object != nil
    else { return nil }
    self.header = header
    self.claims = claims
    self.signature = signature
    input = Array("\(parts[0]).\(parts[1])".utf8)
  }

  /// RFC 7515 §5.2. The algorithm is the key's, whatever the header would like (RFC 8725 §3.1).
  func isSigned(by key: JSONWebKey) -> Bool {
    guard header["alg"] == .string(key.algorithm.rawValue), header["crit"] == nil else { return false }
    return key.isSigned(signature, over: input)
  }

  /// By one of the keys; by the one that the header names, where both have names.
  func isSigned(byOneOf keys: [JSONWebKey]) -> Bool {
    keys.contains { key in
      if let wanted = header["kid"]?.string, let id = key.id, wanted != id { return false }
      return isSigned(by: key)
    }
  }

  func claim(_ name: String) -> String? { claims[name]?.string }

  /// Whether it is for this recipient and for nobody else (RFC 7519 §4.1.3).
  func isOnly(for recipient: String) -> Bool {
    claims["aud"] == .string(recipient) || claims["aud"] == [.string(recipient)]
  }

  /// What is wrong with its times (RFC 7519 §4.1.4 to §4.1.6), or `nil`.
  ///
  /// - Parameter longest: how far ahead its end may be, in seconds.
  func violationOfTime(now: Double, longest: Double) -> String? {
    guard let end = claims["exp"]?.double else { return "exp is missing" }
    guard now < end else { return "it has expired" }
    guard end <= now + longest else { return "it is good for too long" }
    for name in ["nbf", "iat"] {
      guard let value = claims[name] else { continue }
      guard let time = value.double else { return "\(name) is not a time" }
      guard time <= now + Self.skew else { return "\(name) is in the future" }
    }
    return nil
  }

  /// How far two clocks may be apart, in seconds.
  static let skew: Double = 30
}
