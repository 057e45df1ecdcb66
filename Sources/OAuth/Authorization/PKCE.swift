import Crypto
import FoundationEssentials

/// A code verifier and its S256 challenge (RFC 7636 §4).
public struct PKCE: Sendable {
  /// 43 characters of base64url.
  public let verifier: Secret
  /// BASE64URL(SHA256(ASCII(code_verifier))), RFC 7636 §4.2.
  public let challenge: String

  /// Makes the pair from 32 random bytes, as RFC 7636 §4.1 recommends.
  public init(randomBytes: [UInt8]) { self.init(verifier: Secret(Base64URL.encode(randomBytes))) }

  /// Takes up a verifier made earlier.
  public init(verifier: Secret) {
    self.verifier = verifier
    challenge = Base64URL.encode(Array(SHA256.hash(data: Array(verifier.exposed.utf8))))
  }
}
