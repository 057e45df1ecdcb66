/// What this program can do for a server (MCP, `ClientCapabilities`).
public struct ClientCapabilities: Sendable, Equatable {
  /// The value as it goes into a message; an object.
  public let json: JSONValue

  /// Nothing but extensions, by their identifiers and without settings of their own (SEP-2133).
  public init(extensions: Set<String> = []) { self.init([:], extensions: extensions) }

  /// What a host has declared, as it said it, and extensions besides.
  public init(_ declared: [String: JSONValue], extensions: Set<String> = []) {
    var members = declared
    if !extensions.isEmpty {
      var all = declared["extensions"]?.objectValue ?? [:]
      for name in extensions where all[name] == nil { all[name] = [:] }
      members["extensions"] = .object(all)
    }
    json = .object(members)
  }

  /// Whether there is anything a server may ask for.
  public var answersRequests: Bool {
    ["elicitation", "sampling", "roots"].contains { json[$0] != nil }
  }
}
