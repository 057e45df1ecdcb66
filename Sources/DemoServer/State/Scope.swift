/// The scopes this server knows.
enum Scope: String, Sendable, CaseIterable {
  case toolsRead = "tools:read"
  case notesWrite = "notes:write"
  case offlineAccess = "offline_access"

  /// What a request without `scope` is given (RFC 6749 §3.3).
  static let byDefault: [Scope] = [.toolsRead]

  /// `nil` if one of them is unknown; repeats are dropped.
  static func parse(_ text: String) -> [Scope]? {
    var scopes: [Scope] = []
    for name in text.split(separator: " ") {
      guard let scope = Scope(rawValue: String(name)) else { return nil }
      if !scopes.contains(scope) { scopes.append(scope) }
    }
    return scopes
  }

  /// What the consent page says.
  var sentence: String {
    switch self {
    case .toolsRead: "List the tools and call them"
    case .notesWrite: "Write notes in your name"
    case .offlineAccess: "Stay connected while you are away"
    }
  }
}

extension [Scope] {
  var text: String { map(\.rawValue).joined(separator: " ") }
}
