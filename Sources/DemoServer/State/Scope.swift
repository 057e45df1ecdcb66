/// The scopes this server knows.
enum Scope: Sendable, Hashable, CaseIterable, RawRepresentable {
  case toolsRead
  case notesWrite
  case offlineAccess
  /// OpenID Connect Core §3.1.2.1.
  case openID
  /// One of the endless row that a tool may ask for one after the other; counted from 1.
  case further(Int)

  static let allCases: [Scope] = [.toolsRead, .notesWrite, .offlineAccess, .openID]

  /// Those that the metadata lists.
  static func offered(in world: World) -> [Scope] {
    allCases.filter { scope in
      switch scope {
      case .openID: !world.has(.noOpenID)
      case .offlineAccess: !world.has(.offlineAccessUnknown)
      default: true
      }
    }
  }

  init?(rawValue: String) {
    if let scope = Self.allCases.first(where: { $0.rawValue == rawValue }) {
      self = scope
    } else if rawValue.hasPrefix(Self.furtherPrefix), let number = Int(rawValue.dropFirst(Self.furtherPrefix.count)),
      (0...1_000_000).contains(number)
    {
      self = .further(number)
    } else {
      return nil
    }
  }

  var rawValue: String {
    switch self {
    case .toolsRead: "tools:read"
    case .notesWrite: "notes:write"
    case .offlineAccess: "offline_access"
    case .openID: "openid"
    case .further(let number): "\(Self.furtherPrefix)\(number)"
    }
  }

  private static let furtherPrefix = "notes:further-"

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
    case .openID: "Learn who you are"
    case .offlineAccess: "Stay connected while you are away"
    case .further(let number): "Do something further with notes (\(number))"
    }
  }
}

extension [Scope] {
  var text: String { map(\.rawValue).joined(separator: " ") }
}
