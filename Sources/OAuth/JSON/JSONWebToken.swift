import FoundationEssentials

/// A signed JWT in its compact form (RFC 7515 §7.1, RFC 7519 §3).
enum JSONWebToken {
  static func signed<Header: Encodable, Claims: Encodable>(
    _ header: Header, _ claims: Claims, with key: SigningKey
  ) throws(SigningKeyError) -> Secret {
    let input = part(header) + "." + part(claims)
    return Secret(input + "." + Base64URL.encode(try key.signature(of: Array(input.utf8))))
  }

  private static func part(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Strings and whole numbers always encode.
    return Base64URL.encode((try? encoder.encode(value)).map(Array.init) ?? [])
  }
}
