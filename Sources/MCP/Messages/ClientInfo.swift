/// What the client calls itself (MCP, `Implementation`).
public struct ClientInfo: Sendable, Equatable {
  /// The value as it goes into a message; an object.
  public let json: JSONValue

  /// `name` is short and stable, `version` the program's; `title` is for people, where the name is not meant for them.
  public init(name: String, version: String, title: String? = nil) {
    var members: [String: JSONValue] = ["name": .string(name), "version": .string(version)]
    members["title"] = title.map { .string($0) }
    json = .object(members)
  }

  /// What a host calls itself, as it said it; nil for what names nobody.
  public init?(_ declared: JSONValue?) {
    guard let declared, declared["name"]?.stringValue != nil else { return nil }
    json = declared
  }
}
