import Crypto

/// Proof Key for Code Exchange with S256 (RFC 7636 §4).
enum ProofKey {
  /// The base64url form of 32 bytes.
  static func isChallenge(_ text: String) -> Bool {
    text.utf8.count == 43 && Base64URL.decode(text)?.count == 32
  }

  static func verifies(_ verifier: String, _ challenge: String) -> Bool {
    guard (43...128).contains(verifier.utf8.count) else { return false }
    return Base64URL.encode(SHA256.hash(data: Array(verifier.utf8))) == challenge
  }
}
