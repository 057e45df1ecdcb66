/// What this program can do for a server (MCP, `ClientCapabilities`): nothing but what the extensions name.
public struct ClientCapabilities: Sendable, Equatable {
  /// Identifiers of extensions, without settings of their own (SEP-2133).
  public let extensions: Set<String>

  /// Makes the capabilities.
  public init(extensions: Set<String> = []) { self.extensions = extensions }

  /// The value as it goes into a message.
  public var json: JSONValue {
    guard !extensions.isEmpty else { return [:] }
    return ["extensions": .object(Dictionary(uniqueKeysWithValues: extensions.map { ($0, [:]) }))]
  }
}
