/// The code that a person types (RFC 8628 §6.1).
enum UserCode {
  /// No vowels, so that no word comes out, and nothing that looks like something else.
  private static let alphabet = Array("BCDFGHJKLMNPQRSTVWXZ")

  static func make() -> String {
    var generator = SystemRandomNumberGenerator()
    let letters = (0..<8).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] }
    return String(letters[..<4]) + "-" + String(letters[4...])
  }

  /// Case and punctuation do not count.
  static func normalize(_ typed: String) -> String { typed.uppercased().filter { alphabet.contains($0) } }
}
