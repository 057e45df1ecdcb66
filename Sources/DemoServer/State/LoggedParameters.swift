/// The parameters of a request as the log may show them.
enum LoggedParameters {
  private static let secrets: Set<String> = [
    "access_token", "assertion", "client_assertion", "client_secret", "code", "code_verifier", "device_code",
    "refresh_token", "registration_access_token", "request_uri", "state", "subject_token", "ticket", "token",
    "user_code",
  ]

  static func of(_ call: Call) -> [String: String] {
    var shown: [String: String] = [:]
    for field in FormFields.parse(call.query.utf8)?.fields ?? [] { add(field.name, field.value, to: &shown) }
    if call.isForm {
      for field in FormFields.parse(call.request.body)?.fields ?? [] { add(field.name, field.value, to: &shown) }
    } else if let value = JSON.parse(call.request.body) {
      flatten(value, name: "", into: &shown)
    }
    return shown
  }

  private static func add(_ name: String, _ value: String, to shown: inout [String: String]) {
    let last = name.split(separator: ".").last.map(String.init) ?? name
    let safe = secrets.contains(last) ? Fingerprint.of(value) : value
    shown[name] = shown[name].map { "\($0), \(safe)" } ?? safe
  }

  private static func flatten(_ value: JSON, name: String, into shown: inout [String: String]) {
    switch value {
    case .object(let members) where !members.isEmpty:
      for (member, inner) in members {
        // Keys of `_meta` contain dots and slashes themselves; they are shown as they are.
        flatten(inner, name: name.isEmpty ? member : "\(name).\(member)", into: &shown)
      }
    case .string(let text): add(name, text, to: &shown)
    default: add(name, value.text, to: &shown)
    }
  }
}
