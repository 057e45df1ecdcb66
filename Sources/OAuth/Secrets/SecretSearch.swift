/// Looks for secrets in a text, in every spelling that can be undone.
struct SecretSearch {
  /// By how many bytes are compared, the hashes of all such parts of the secrets.
  private let parts: [Int: Set<UInt64>]

  /// A part of a secret as long as this is as good as the whole: servers cut what they repeat.
  private static let part = 12
  /// A single character keeps nothing secret, and would be found in every text; what is shorter than the second would be
  /// found in base64 by accident.
  private static let shortest = 2, shortestInBase64 = 4
  /// Bytes that are looked at in one go, so that a long text does not take many times its size; and how far the next ones
  /// reach into them: further than any spelling of a part.
  private static let stretch = 64 << 10, overlap = 1 << 10
  /// Encodings one over the other.
  private static let depth = 3

  init(_ secrets: [Secret]) {
    var parts: [Int: Set<UInt64>] = [:]
    for secret in secrets {
      let pieces = Spelling(Array(secret.exposed.utf8)[...]).compared
      guard pieces.count >= Self.shortest else { continue }
      let length = min(pieces.count, Self.part)
      Self.windows(of: length, in: pieces) { hash, _ in parts[length, default: []].insert(hash) }
    }
    self.parts = parts
  }

  /// Ranges of the text's bytes, in order and apart.
  func places(in text: String) -> [Range<Int>] {
    guard !parts.isEmpty else { return [] }
    let bytes = Array(text.utf8)
    var found: [Range<Int>] = []
    for start in stride(from: 0, to: bytes.count, by: Self.stretch) {
      let end = min(start + Self.stretch + Self.overlap, bytes.count)
      search(Spelling(bytes[start..<end]), Self.depth, isDebased: false, &found)
    }
    var merged: [Range<Int>] = []
    for place in found.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, place.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, place.upperBound)
      } else {
        merged.append(place)
      }
    }
    return merged
  }

  private func search(_ text: Spelling, _ depth: Int, isDebased: Bool, _ found: inout [Range<Int>]) {
    let pieces = text.compared
    for (length, hashes) in parts where !isDebased || length >= Self.shortestInBase64 {
      Self.windows(of: length, in: pieces) { hash, last in
        if hashes.contains(hash) { found.append(pieces[last + 1 - length].from..<pieces[last].to) }
      }
    }
    guard depth > 0 else { return }
    if let inner = text.unpercented { search(inner, depth - 1, isDebased: isDebased, &found) }
    if let inner = text.unescaped { search(inner, depth - 1, isDebased: isDebased, &found) }
    // Base64 in base64 is nobody's slip.
    guard !isDebased else { return }
    let seen = text.seen
    for offset in 0..<4 { search(seen.debased(behind: offset), depth - 1, isDebased: true, &found) }
  }

  /// The hash of each part of that length, and where it ends.
  private static func windows(of length: Int, in pieces: [Spelling.Piece], _ take: (UInt64, Int) -> Void) {
    let base: UInt64 = 0x100_0000_01B3
    let leaving = (0..<length).reduce(UInt64(1)) { power, _ in power &* base }
    var hash: UInt64 = 0
    for index in pieces.indices {
      hash = hash &* base &+ UInt64(pieces[index].byte) &+ 1
      if index >= length { hash = hash &- leaving &* (UInt64(pieces[index - length].byte) &+ 1) }
      if index >= length - 1 { take(hash, index) }
    }
  }
}
