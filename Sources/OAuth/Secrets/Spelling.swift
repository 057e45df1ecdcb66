/// A text byte by byte, as it stands or as one of its encodings is undone; each byte knows where it came from.
struct Spelling {
  /// One byte, and the bytes of the original that spell it.
  struct Piece {
    let byte: UInt8
    let from: Int
    let to: Int
  }

  private(set) var pieces: [Piece] = []

  /// The bytes as they stand; each is where the slice has it.
  init(_ bytes: ArraySlice<UInt8>) {
    pieces = bytes.indices.map { Piece(byte: bytes[$0], from: $0, to: $0 + 1) }
  }

  private init(_ pieces: [Piece]) { self.pieces = pieces }

  // MARK: - What does not count

  /// Without what is not seen: blanks, control characters and the commonest invisible ones.
  var seen: Spelling {
    var kept: [Piece] = []
    var index = 0
    while index < pieces.count {
      let skipped = unseen(at: index)
      if skipped == 0 { kept.append(pieces[index]) }
      index += max(skipped, 1)
    }
    return Spelling(kept)
  }

  /// Without the plus signs too, which stand for blanks in forms.
  var compared: [Piece] { seen.pieces.filter { $0.byte != UInt8(ascii: "+") } }

  /// How many bytes from here on are one character that is not seen.
  private func unseen(at index: Int) -> Int {
    switch (pieces[index].byte, byte(index + 1), byte(index + 2)) {
    case (0...0x20, _, _), (0x7F, _, _): 1
    case (0xC2, 0x80...0xA0, _), (0xC2, 0xAD, _), (0xD8, 0x9C, _), (0xCD, 0x8F, _): 2
    case (0xE1, 0xA0, 0x8E), (0xE2, 0x80, 0x80...0x8F), (0xE2, 0x80, 0xA8...0xAF), (0xE2, 0x81, 0xA0...0xAF): 3
    case (0xEF, 0xBB, 0xBF), (0xEF, 0xB8, 0x80...0x8F), (0xEF, 0xBF, 0xBD): 3
    case (0xF3, 0xA0, _): index + 4 <= pieces.count ? 4 : 0
    default: 0
    }
  }

  private func byte(_ index: Int) -> UInt8 { index < pieces.count ? pieces[index].byte : 0 }

  // MARK: - Encodings

  /// With percent-encoding undone; nil where there is none.
  var unpercented: Spelling? {
    undone(UInt8(ascii: "%")) { index in
      guard let value = hexadecimal(index + 1, digits: 2) else { return nil }
      return ([UInt8(value)], 3)
    }
  }

  /// With the escapes of JSON undone; nil where there are none.
  var unescaped: Spelling? {
    undone(UInt8(ascii: "\\")) { index in
      switch byte(index + 1) {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return ([byte(index + 1)], 2)
      case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
        return ([UInt8(ascii: " ")], 2)
      case UInt8(ascii: "u"):
        guard let high = hexadecimal(index + 2, digits: 4) else { return nil }
        if let scalar = Unicode.Scalar(high) { return (Array(String(Character(scalar)).utf8), 6) }
        guard high < 0xDC00, byte(index + 6) == UInt8(ascii: "\\"), byte(index + 7) == UInt8(ascii: "u"),
          let low = hexadecimal(index + 8, digits: 4), (0xDC00...0xDFFF).contains(low),
          let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        else { return nil }
        return (Array(String(Character(scalar)).utf8), 12)
      default: return nil
      }
    }
  }

  /// What base64 or base64url says, where the first of four characters is this many behind the beginning of each run.
  func debased(behind offset: Int) -> Spelling {
    var out: [Piece] = []
    var index = 0
    while index < pieces.count {
      var end = index
      while end < pieces.count, Self.sextet(pieces[end].byte) != nil { end += 1 }
      var start = index + offset
      while end - start >= 2 {
        appendBytes(of: start..<min(start + 4, end), to: &out)
        start += 4
      }
      index = end + 1
    }
    return Spelling(out)
  }

  /// Two to four characters are one to three bytes.
  private func appendBytes(of group: Range<Int>, to out: inout [Piece]) {
    var bits: UInt32 = 0
    for (place, index) in group.enumerated() {
      bits |= UInt32(Self.sextet(pieces[index].byte) ?? 0) << UInt32(18 - 6 * place)
    }
    for place in 0..<group.count - 1 {
      out.append(
        Piece(
          byte: UInt8(truncatingIfNeeded: bits >> UInt32(16 - 8 * place)),
          from: pieces[group.lowerBound + place].from, to: pieces[group.lowerBound + place + 1].to))
    }
  }

  private static func sextet(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }

  /// What an escape at this place says, and how many bytes it takes; nil where it is none.
  private func undone(_ sign: UInt8, _ read: (Int) -> (said: [UInt8], length: Int)?) -> Spelling? {
    guard pieces.contains(where: { $0.byte == sign }) else { return nil }
    var out: [Piece] = []
    var isChanged = false
    var index = 0
    while index < pieces.count {
      if pieces[index].byte == sign, let (said, length) = read(index), index + length <= pieces.count {
        let from = pieces[index].from, to = pieces[index + length - 1].to
        out += said.map { Piece(byte: $0, from: from, to: to) }
        index += length
        isChanged = true
      } else {
        out.append(pieces[index])
        index += 1
      }
    }
    return isChanged ? Spelling(out) : nil
  }

  private func hexadecimal(_ start: Int, digits: Int) -> UInt32? {
    var value: UInt32 = 0
    for index in start..<start + digits {
      guard let digit = Character(Unicode.Scalar(byte(index))).hexDigitValue, byte(index) < 0x80 else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}
