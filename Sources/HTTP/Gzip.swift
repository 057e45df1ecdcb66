/// Reads gzip (RFC 1952). Nobody asks for it here; some gateways compress all the same, and what they compress may be the only
/// tokens that there are.
enum Gzip {
  /// Nil where the bytes are damaged, cut, or hold more than the limit.
  static func inflated(_ bytes: [UInt8], limit: Int) -> [UInt8]? {
    guard let start = bodyStart(bytes) else { return nil }
    var inflation = Inflation(bytes[start...], limit: limit)
    guard let output = inflation.run() else { return nil }
    // The sum is there to be compared; where it was cut off the content has to speak for itself.
    let sum = inflation.rest.prefix(4)
    if sum.count == 4, sum.reversed().reduce(UInt32(0), { $0 << 8 | UInt32($1) }) != checksum(output) { return nil }
    return output
  }

  private static func bodyStart(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 10, bytes[0] == 0x1F, bytes[1] == 0x8B, bytes[2] == 8, bytes[3] & 0xE0 == 0 else { return nil }
    let flags = bytes[3]
    var start = 10
    if flags & 0x04 != 0 {
      guard bytes.count >= start + 2 else { return nil }
      start += 2 + Int(bytes[start]) + Int(bytes[start + 1]) << 8
    }
    // A name and a comment end with a zero each.
    for flag: UInt8 in [0x08, 0x10] where flags & flag != 0 {
      guard start < bytes.count, let end = bytes[start...].firstIndex(of: 0) else { return nil }
      start = end + 1
    }
    if flags & 0x02 != 0 { start += 2 }
    return start <= bytes.count ? start : nil
  }

  /// CRC-32 (RFC 1952 §8).
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum = ~UInt32(0)
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : sum >> 1 ^ 0xEDB8_8320 }
    }
    return ~sum
  }
}
