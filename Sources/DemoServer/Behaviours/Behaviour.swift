/// One way in which this server differs from its usual self, which knows every feature and goes by the letter. The list
/// is closed; docs/demo-server.md has it as a table.
///
/// Each case has a name for the command line and the management port. Groups and their order are the same in both lists
/// below.
public enum Behaviour: String, Sendable, CaseIterable {
  // Registration.
  case noRegistration = "no_registration"

  // The MCP server.
  case furtherScopesForever = "further_scopes_forever"

  /// Why it exists, or what it does.
  public var reason: String {
    switch self {
    case .noRegistration: "there is no registration endpoint: the client needs an identity from elsewhere"

    case .furtherScopesForever: "a tool that needs a scope asks for a further one each time it gets what it asked for"
    }
  }
}
