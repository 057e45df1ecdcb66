/// What else than tools a server lists.
public enum ServerList: String, Sendable, CaseIterable {
  case resources, templates, prompts

  /// As the protocol calls it.
  public var method: String {
    switch self {
    case .resources: "resources/list"
    case .templates: "resources/templates/list"
    case .prompts: "prompts/list"
    }
  }

  /// The member of a result that holds the items.
  public var member: String { self == .templates ? "resourceTemplates" : rawValue }
}
