/// A code by the lengths of its words (RFC 1951 §3.2.2).
struct HuffmanCode {
  static let longest = 15

  /// How far a word has been read.
  struct Reading {
    fileprivate var code = 0
    fileprivate var first = 0
    fileprivate var index = 0
  }

  private var counts = [Int](repeating: 0, count: longest + 1)
  private var symbols: [Int] = []

  /// Zero is the length of a symbol that is not in use; none is longer than `longest`.
  init(_ lengths: [Int]) {
    for length in lengths where length > 0 { counts[length] += 1 }
    for length in 1...Self.longest { symbols += lengths.indices.filter { lengths[$0] == length } }
  }

  /// Takes one more bit of a word that has this length with it; nil where more are needed, or it is no word.
  func symbol(_ reading: inout Reading, length: Int, bit: Int) -> Int? {
    reading.code |= bit
    let count = counts[length], place = reading.code - reading.first
    // Where there are more words than bits for them the first is beyond the one that was read.
    if place >= 0, place < count { return symbols[reading.index + place] }
    reading.index += count
    reading.first = (reading.first + count) << 1
    reading.code <<= 1
    return nil
  }
}
