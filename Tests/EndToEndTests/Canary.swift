import Foundation

/// Secrets that were seen on the wire, and the search for them.
struct Canary {
  /// What each is, by its value.
  private(set) var secrets: [String: String] = [:]

  mutating func plant(_ value: String?, _ kind: String) {
    // Shorter ones would be found by accident. What a value was at first says more than where it went.
    guard let value, value.count >= 16, secrets[value] == nil else { return }
    secrets[value] = kind
  }

  /// Everything secret in what went over the wire.
  mutating func collect(_ exchanges: [RecordingProxy.Exchange]) {
    for exchange in exchanges {
      for field in Self.fields(exchange.sent) + Self.fields(exchange.location) {
        if Self.parameters.contains(field.name) { plant(field.value, field.name) }
      }
      let answer = (try? JSON.parse(exchange.received)) ?? .null
      for name in Self.parameters { plant(answer[name]?.text, name) }
      plant(exchange.authorization.split(separator: " ").last.map { String($0) }, "authorization")
    }
  }

  func count(_ kind: String) -> Int { secrets.values.count { $0 == kind } }

  /// What is in these bytes, in clear or in an encoding that anyone can undo.
  func found(in data: Data) -> [String] {
    secrets.flatMap { value, kind in
      Self.forms(of: value).filter { data.range(of: Data($0.utf8)) != nil }.map { "\(kind) as \($0)" }
    }
  }

  private static let parameters = [
    "access_token", "refresh_token", "id_token", "code", "code_verifier", "client_secret", "registration_access_token",
    "token",
    "device_code", "assertion", "subject_token",
  ]

  /// The names and values of a form body, or of the query of a URL.
  private static func fields(_ text: String) -> [(name: String, value: String)] {
    let form = text.split(separator: "?", maxSplits: 1).last ?? ""
    return form.split(separator: "&").compactMap { pair in
      let parts = pair.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, let value = String(parts[1]).removingPercentEncoding else { return nil }
      return (String(parts[0]), value)
    }
  }

  /// In clear, percent-encoded, in hexadecimal, and in base64 whatever stands in front of it.
  static func forms(of value: String) -> Set<String> {
    let bytes = Data(value.utf8)
    let hex = bytes.map { String(format: "%02x", $0) }.joined()
    let percent = value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? value
    var forms: Set = [value, percent, hex, hex.uppercased()]
    for shift in 0..<3 {
      let whole = Data(repeating: 0, count: shift) + bytes
      // The first characters depend on what is in front, the last ones on what is behind.
      let inner = String(whole.base64EncodedString().prefix { $0 != "=" }.dropFirst(4).dropLast(4))
      forms.insert(inner)
      forms.insert(inner.replacing("+", with: "-").replacing("/", with: "_"))
    }
    return forms
  }
}
