import FoundationEssentials

/// One block of a PEM file (RFC 7468 §2).
struct PEMBlock {
  let label: String
  let bytes: [UInt8]

  /// The first block that holds a private key. Others may stand around it: OpenSSL writes a curve's parameters before
  /// its key, people keep the certificate behind it.
  static func privateKey(in text: String) throws(SigningKeyError) -> PEMBlock {
    var lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingPrefix { $0 == " " } }[...]
    while let line = lines.popFirst() {
      guard let label = label(of: line, "-----BEGIN "), label.hasSuffix("PRIVATE KEY") else { continue }
      let body = lines.prefix { self.label(of: $0, "-----END ") == nil }
      // RFC 1421 §4.6.1.1 headers, as OpenSSL's traditional format has them.
      if label.hasPrefix("ENCRYPTED") || body.contains(where: { $0.hasPrefix("Proc-Type:") }) { throw .encrypted }
      guard let data = Data(base64Encoded: body.joined(), options: .ignoreUnknownCharacters), !data.isEmpty else {
        throw .unusable
      }
      return PEMBlock(label: label, bytes: Array(data))
    }
    throw .absent
  }

  private static func label(of line: Substring, _ begin: String) -> String? {
    guard line.hasPrefix(begin), let end = line.dropFirst(begin.count).firstRange(of: "-----") else { return nil }
    return String(line.dropFirst(begin.count)[..<end.lowerBound])
  }
}
