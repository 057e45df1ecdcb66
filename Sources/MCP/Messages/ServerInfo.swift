/// What a server calls itself. Unverified: it must steer neither behaviour nor security (MCP 2026-07-28, Versioning).
public struct ServerInfo: Sendable, Equatable {
  /// As the server writes it.
  public let name: String
  /// Empty where the server gives none.
  public let version: String
  /// For people, where the name is not meant for them.
  public let title: String?

  /// Nil without a name.
  public init?(_ json: JSONValue?) {
    guard let name = json?["name"]?.stringValue else { return nil }
    self.name = name
    self.version = json?["version"]?.stringValue ?? ""
    self.title = json?["title"]?.stringValue
  }
}
