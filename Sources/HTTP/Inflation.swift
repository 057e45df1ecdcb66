/// Reads DEFLATE (RFC 1951), bounded, trapping on nothing.
struct Inflation {
  /// What stands behind the last block.
  var rest: ArraySlice<UInt8> { input }

  private var input: ArraySlice<UInt8>
  private let limit: Int
  private var output: [UInt8] = []
  private var held: UInt32 = 0
  private var heldCount = 0

  private struct Damaged: Error {}

  private static let lengthBases = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
  ]
  private static let lengthBits = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  private static let distanceBases = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
    8193, 12289, 16385, 24577,
  ]
  private static let distanceBits = [
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
  ]
  private static let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

  init(_ input: ArraySlice<UInt8>, limit: Int) {
    self.input = input
    self.limit = limit
  }

  /// Nil where the input is damaged, cut, or holds more than the limit. To be called once.
  mutating func run() -> [UInt8]? {
    do throws(Damaged) {
      while try !readBlock() {}
      return output
    } catch { return nil }
  }

  /// True for the last one.
  private mutating func readBlock() throws(Damaged) -> Bool {
    let isLast = try bits(1) == 1
    switch try bits(2) {
    case 0: try readStored()
    case 1:
      let lengths = (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }
      try readCompressed(HuffmanCode(lengths), HuffmanCode([Int](repeating: 5, count: 30)))
    case 2: try readDynamic()
    default: throw Damaged()
    }
    return isLast
  }

  private mutating func readStored() throws(Damaged) {
    held = 0
    heldCount = 0
    let length = try bits(16), complement = try bits(16)
    guard length == ~complement & 0xFFFF, input.count >= length, output.count + length <= limit else { throw Damaged() }
    output += input.prefix(length)
    input = input.dropFirst(length)
  }

  private mutating func readDynamic() throws(Damaged) {
    let literalCount = try bits(5) + 257, distanceCount = try bits(5) + 1, codeCount = try bits(4) + 4
    guard literalCount <= 286, distanceCount <= 30 else { throw Damaged() }
    var codeLengths = [Int](repeating: 0, count: 19)
    for index in 0..<codeCount { codeLengths[Self.lengthOrder[index]] = try bits(3) }
    let code = HuffmanCode(codeLengths)
    var lengths: [Int] = []
    while lengths.count < literalCount + distanceCount {
      switch try symbol(code) {
      case let length where length < 16: lengths.append(length)
      case 16:
        guard let last = lengths.last else { throw Damaged() }
        lengths += [Int](repeating: last, count: 3 + (try bits(2)))
      case 17: lengths += [Int](repeating: 0, count: 3 + (try bits(3)))
      default: lengths += [Int](repeating: 0, count: 11 + (try bits(7)))
      }
    }
    guard lengths.count == literalCount + distanceCount else { throw Damaged() }
    try readCompressed(HuffmanCode(Array(lengths[..<literalCount])), HuffmanCode(Array(lengths[literalCount...])))
  }

  private mutating func readCompressed(_ literals: HuffmanCode, _ distances: HuffmanCode) throws(Damaged) {
    while true {
      let value = try symbol(literals)
      if value == 256 { return }
      if value < 256 {
        guard output.count < limit else { throw Damaged() }
        output.append(UInt8(value))
        continue
      }
      guard value - 257 < Self.lengthBases.count else { throw Damaged() }
      let length = Self.lengthBases[value - 257] + (try bits(Self.lengthBits[value - 257]))
      let place = try symbol(distances)
      guard place < Self.distanceBases.count else { throw Damaged() }
      let distance = Self.distanceBases[place] + (try bits(Self.distanceBits[place]))
      guard distance <= output.count, output.count + length <= limit else { throw Damaged() }
      for _ in 0..<length { output.append(output[output.count - distance]) }
    }
  }

  private mutating func symbol(_ code: HuffmanCode) throws(Damaged) -> Int {
    var reading = HuffmanCode.Reading()
    for length in 1...HuffmanCode.longest {
      if let symbol = code.symbol(&reading, length: length, bit: try bits(1)) { return symbol }
    }
    throw Damaged()
  }

  /// At most 16, the lowest first.
  private mutating func bits(_ count: Int) throws(Damaged) -> Int {
    while heldCount < count {
      guard let next = input.popFirst() else { throw Damaged() }
      held |= UInt32(next) << UInt32(heldCount)
      heldCount += 8
    }
    let value = held & (1 << UInt32(count) - 1)
    held >>= UInt32(count)
    heldCount -= count
    return Int(value)
  }
}
