/// What the client calls itself (MCP, `Implementation`).
public struct ClientInfo: Sendable, Equatable {
  /// Short and stable.
  public let name: String
  /// The program's version.
  public let version: String
  /// For people, where the name is not meant for them.
  public let title: String?

  /// Makes the information.
  public init(name: String, version: String, title: String? = nil) {
    self.name = name
    self.version = version
    self.title = title
  }

  /// The value as it goes into a message.
  public var json: JSONValue {
    var members: [String: JSONValue] = ["name": .string(name), "version": .string(version)]
    members["title"] = title.map { .string($0) }
    return .object(members)
  }
}
