/// Unguessable identifiers, new in each run.
enum RandomText {
  /// 256 random bits behind a prefix that says what it is.
  static func make(_ prefix: String) -> String {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    return prefix + Base64URL.encode(bytes)
  }
}
