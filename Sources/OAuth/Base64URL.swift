import FoundationEssentials

/// base64url without padding (RFC 4648 §5).
public enum Base64URL {
  public static func encode(_ bytes: [UInt8]) -> String {
    var text = Data(bytes).base64EncodedString()
    text.replace("+", with: "-")
    text.replace("/", with: "_")
    return String(text.prefix { $0 != "=" })
  }
}
