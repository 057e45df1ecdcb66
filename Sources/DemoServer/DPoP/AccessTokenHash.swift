import Crypto

/// How a proof names the access token it goes with (RFC 9449 §4.2, `ath`).
enum AccessTokenHash {
  static func of(_ token: String) -> String { Base64URL.encode(SHA256.hash(data: Array(token.utf8))) }
}
