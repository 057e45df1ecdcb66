/// One way in which this server differs from its usual self, which knows every feature and goes by the letter. The list
/// is closed; docs/demo-server.md has it as a table.
///
/// Each case has a name for the command line and the management port. Groups and their order are the same in both lists
/// below.
public enum Behaviour: String, Sendable, CaseIterable {
  // Registration.
  case noRegistration = "no_registration"

  // Ways to authorize.
  case requirePushedRequests = "require_pushed_requests"
  case noPushedRequests = "no_pushed_requests"
  case noDeviceGrant = "no_device_grant"
  case deviceSlowDownAtOnce = "device_slow_down_at_once"
  case deviceSlowDownNever = "device_slow_down_never"

  // The MCP server.
  case furtherScopesForever = "further_scopes_forever"

  /// Why it exists, or what it does.
  public var reason: String {
    switch self {
    case .noRegistration: "there is no registration endpoint: the client needs an identity from elsewhere"

    case .requirePushedRequests: "an authorization request has to be pushed first (RFC 9126 §4)"
    case .noPushedRequests: "there is no endpoint for pushed authorization requests"
    case .noDeviceGrant: "there is no device grant"
    case .deviceSlowDownAtOnce: "the first poll of a device is told to slow down, however late it comes"
    case .deviceSlowDownNever: "a device that polls too early is never told to slow down"

    case .furtherScopesForever: "a tool that needs a scope asks for a further one each time it gets what it asked for"
    }
  }
}
