/// Reads one header line of challenges: `1#challenge`, where commas separate both challenges and parameters, so only
/// what follows a name tells which of the two has come (RFC 9110 §11.6.1).
struct ChallengeParser {
  private var rest: Substring.UnicodeScalarView

  init(_ line: String) { rest = Substring(line).unicodeScalars }

  mutating func challenges() -> [AuthenticationChallenge] {
    var found: [AuthenticationChallenge] = []
    while true {
      skipSeparators()
      guard let scheme = token(), rest.first != "=" else {
        // Not a scheme, perhaps a parameter left over: go on behind the next comma, or end.
        guard skipPastComma() else { return found }
        continue
      }
      found.append(challenge(scheme: scheme.lowercased()))
    }
  }

  private mutating func challenge(scheme: String) -> AuthenticationChallenge {
    var parameters: [String: String] = [:]
    var repeated: Set<String> = []
    var metadata: [String] = []
    guard skipBlanks() else { return AuthenticationChallenge(scheme: scheme) }
    if let token68 = token68() { return AuthenticationChallenge(scheme: scheme, token68: token68) }
    while true {
      skipSeparators()
      let before = rest
      guard let name = token()?.lowercased() else { break }
      _ = skipBlanks()
      guard take("=") else {
        // A name without `=` starts the next challenge.
        rest = before
        break
      }
      _ = skipBlanks()
      guard let value = rest.first == "\"" ? quotedString() : unquotedValue() else { continue }
      if name == "resource_metadata" { metadata.append(value) }
      if repeated.contains(name) { continue }
      if parameters.removeValue(forKey: name) == nil { parameters[name] = value } else { repeated.insert(name) }
    }
    return AuthenticationChallenge(
      scheme: scheme, parameters: parameters, repeated: repeated,
      metadataCandidates: metadata.count > 1 ? metadata : [])
  }

  private mutating func token() -> String? {
    let taken = rest.prefix(while: Self.isTokenScalar)
    guard !taken.isEmpty else { return nil }
    rest = rest[taken.endIndex...]
    return String(taken)
  }

  /// A token by the grammar. Servers also leave the quotes off URLs, so it runs to the next comma or blank: half a URL
  /// would be worse than none.
  private mutating func unquotedValue() -> String? {
    let taken = rest.prefix { $0 != "," && $0 != " " && $0 != "\t" }
    guard !taken.isEmpty else { return nil }
    rest = rest[taken.endIndex...]
    return String(taken)
  }

  /// Only where it stands alone until a comma or the end; otherwise it is a parameter's name.
  private mutating func token68() -> String? {
    let body = rest.prefix { Self.isToken68Scalar($0) }
    let padding = rest[body.endIndex...].prefix { $0 == "=" }
    let behind = rest[padding.endIndex...].drop { $0 == " " || $0 == "\t" }
    guard !body.isEmpty, behind.isEmpty || behind.first == "," else { return nil }
    rest = behind
    return String(body) + String(padding)
  }

  private mutating func quotedString() -> String? {
    var value = String.UnicodeScalarView()
    rest.removeFirst()
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\"": return String(value)
      case "\\":
        guard let escaped = rest.popFirst() else { return nil }
        value.append(escaped)
      default: value.append(scalar)
      }
    }
    return nil
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard rest.first == scalar else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func skipBlanks() -> Bool {
    let kept = rest.drop { $0 == " " || $0 == "\t" }
    defer { rest = kept }
    return kept.startIndex != rest.startIndex
  }

  private mutating func skipSeparators() { rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "," } }

  private mutating func skipPastComma() -> Bool {
    guard let comma = rest.firstIndex(of: ",") else { return false }
    rest = rest[comma...]
    return true
  }

  /// RFC 9110 §5.6.2, tchar.
  private static func isTokenScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "!", "#", "$", "%", "&", "'", "*", "+", "-", ".", "^", "_", "`", "|", "~":
      true
    default: false
    }
  }

  /// RFC 9110 §11.2, token68 without its padding.
  private static func isToken68Scalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~", "+", "/": true
    default: false
    }
  }
}
