import NIOSSL

/// Who has signed a certificate, as it says itself: read of its DER (RFC 5280 §4.1), and nothing is believed of it.
enum CertificateIssuer {
  /// The common name, else the organisation; nil where there is neither, or the bytes are none of a certificate.
  static func name(of certificate: NIOSSLCertificate) -> String? {
    guard let bytes = try? certificate.toDERBytes() else { return nil }
    return name(in: bytes[...])
  }

  static func name(in der: ArraySlice<UInt8>) -> String? {
    var whole = der
    guard var certificate = contents(of: &whole, tag: 0x30), var signed = contents(of: &certificate, tag: 0x30) else {
      return nil
    }
    if signed.first == 0xA0 { _ = contents(of: &signed, tag: 0xA0) }
    // The serial number and the algorithm stand before it.
    guard contents(of: &signed, tag: 0x02) != nil, contents(of: &signed, tag: 0x30) != nil,
      var issuer = contents(of: &signed, tag: 0x30)
    else { return nil }
    var found: [UInt8: String] = [:]
    while !issuer.isEmpty {
      guard var set = contents(of: &issuer, tag: 0x31), var pair = contents(of: &set, tag: 0x30),
        let type = contents(of: &pair, tag: 0x06), let tag = pair.first, let value = contents(of: &pair, tag: tag)
      else { return nil }
      // 2.5.4.3 and 2.5.4.10, as UTF8String, PrintableString or IA5String.
      guard type.count == 3, type.starts(with: [0x55, 0x04]), [0x0C, 0x13, 0x16].contains(tag), let kind = type.last,
        let text = String(validating: value, as: UTF8.self)
      else { continue }
      found[kind] = found[kind] ?? text
    }
    return found[3] ?? found[10]
  }

  /// Takes one element; nil where the next is another, or longer than what is there.
  private static func contents(of bytes: inout ArraySlice<UInt8>, tag: UInt8) -> ArraySlice<UInt8>? {
    guard bytes.popFirst() == tag, let first = bytes.popFirst() else { return nil }
    var length = Int(first)
    if first >= 0x80 {
      let count = Int(first & 0x7F)
      guard (1...3).contains(count), bytes.count >= count else { return nil }
      length = bytes.prefix(count).reduce(0) { $0 << 8 | Int($1) }
      bytes = bytes.dropFirst(count)
    }
    guard length <= bytes.count else { return nil }
    defer { bytes = bytes.dropFirst(length) }
    return bytes.prefix(length)
  }
}
