/// The signature algorithms that this server verifies (RFC 7518 §3.1, RFC 8037 §3.1).
enum SigningAlgorithm: String, Sendable, CaseIterable {
  case es256 = "ES256"
  case rs256 = "RS256"
  case eddsa = "EdDSA"

  static let names = JSON.strings(allCases.map(\.rawValue))
}
