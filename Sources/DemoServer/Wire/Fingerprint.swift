import Crypto

/// Shows that two secrets are the same without showing either.
enum Fingerprint {
  static func of(_ secret: String) -> String {
    let digits = Array("0123456789abcdef")
    let prefix = SHA256.hash(data: Array(secret.utf8)).prefix(4)
    return "sha256:" + String(prefix.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
