public import MCP

/// Which tools a host is shown, and may call.
public struct ToolFilter: Sendable, Equatable {
  /// Empty allows all.
  public let allowed: [Glob]
  /// Wins over what is allowed.
  public let denied: [Glob]
  /// Only tools that say of themselves that they change nothing, which is their server's word and nobody else's.
  public let isReadOnly: Bool

  /// Lets everything pass unless told otherwise.
  public init(allowed: [Glob] = [], denied: [Glob] = [], isReadOnly: Bool = false) {
    self.allowed = allowed
    self.denied = denied
    self.isReadOnly = isReadOnly
  }

  /// Whether there is nothing that it keeps back.
  public var isOpen: Bool { allowed.isEmpty && denied.isEmpty && !isReadOnly }

  /// Whether a tool passes, as its server lists it; nil for one that it does not list.
  public func passes(_ name: String, listed json: JSONValue?) -> Bool {
    guard allowed.isEmpty || allowed.contains(where: { $0.matches(name) }),
      !denied.contains(where: { $0.matches(name) })
    else { return false }
    return !isReadOnly || ToolAnnotations(json?["annotations"]).readOnlyHint
  }
}
