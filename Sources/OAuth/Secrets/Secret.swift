internal import Crypto

/// A token, code, verifier or client secret. It cannot be printed, encoded or compared by accident.
public struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let text: String

  public init(_ text: String) { self.text = text }

  /// Takes UTF-8; nil for anything else.
  public init?(utf8 bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    self.text = text
  }

  /// The secret itself. Every use sends it to the party it is for, seals it, or is a leak.
  public var exposed: String { text }

  /// The first 16 hexadecimal digits of its SHA-256: tells two secrets apart without telling either.
  public var fingerprint: String {
    SHA256.hash(data: Array(text.utf8)).prefix(8).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  /// Whether both hold the same text, in a time that does not tell where they differ.
  public func matches(_ other: String) -> Bool {
    let mine = Array(text.utf8), theirs = Array(other.utf8)
    guard mine.count == theirs.count else { return false }
    return zip(mine, theirs).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  public var description: String { "<secret>" }
  public var debugDescription: String { "<secret>" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Secret: Decodable {
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }
}
