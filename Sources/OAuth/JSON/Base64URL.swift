import FoundationEssentials

/// base64url without padding (RFC 4648 §5).
public enum Base64URL {
  public static func encode(_ bytes: [UInt8]) -> String {
    var text = Data(bytes).base64EncodedString()
    text.replace("+", with: "-")
    text.replace("/", with: "_")
    return String(text.prefix { $0 != "=" })
  }

  /// Nil where a character is not one of the alphabet's.
  public static func decode(_ text: String) -> [UInt8]? {
    guard !text.utf8.contains(where: { "+/=".utf8.contains($0) }) else { return nil }
    var padded = text
    padded.replace("-", with: "+")
    padded.replace("_", with: "/")
    padded += String(repeating: "=", count: (4 - padded.utf8.count % 4) % 4)
    return Data(base64Encoded: padded).map(Array.init)
  }
}
