import DemoServer

/// The command line.
struct Options: Sendable {
  enum Outcome: Sendable {
    case run(Options)
    case help
    case listBehaviours
    case mistake(String)
  }

  var configuration = DemoConfiguration()
  var untilStdinCloses = false

  static func parse(_ arguments: [String]) -> Outcome {
    var options = Options()
    var rest = arguments[...]
    while let name = rest.popFirst() {
      switch name {
      case "--help", "-h": return .help
      case "--list-behaviours": return .listBehaviours
      case "--auto-consent": options.configuration.consent = .allow
      case "--until-stdin-closes": options.untilStdinCloses = true
      case "--port", "--management-port", "--access-token-lifetime", "--device-interval", "--era", "--behaviour":
        guard let value = rest.popFirst() else { return .mistake("\(name) needs a value") }
        if let mistake = options.set(name, value) { return .mistake(mistake) }
      default: return .mistake("unknown option \(name)")
      }
    }
    return .run(options)
  }

  /// What is wrong with the value, or `nil`.
  private mutating func set(_ name: String, _ value: String) -> String? {
    if name == "--era" {
      guard let era = DemoEra(rawValue: value) else { return "--era must be modern, legacy or both" }
      configuration.era = era
      return nil
    }
    if name == "--behaviour" {
      guard let behaviour = Behaviour(rawValue: value) else { return "--list-behaviours shows what --behaviour takes" }
      configuration.behaviours.insert(behaviour)
      return nil
    }
    guard let number = Int(value), number >= 0 else { return "\(name) must be a number" }
    switch name {
    case "--port": configuration.port = number
    case "--management-port": configuration.managementPort = number
    case "--device-interval": configuration.deviceInterval = number
    default: configuration.accessTokenLifetime = number
    }
    return nil
  }

  static let usage = """
    usage: mcpcred-demo-server [options]

    An OAuth authorization server and an MCP server on loopback, for demonstrations and tests.
    It prints its addresses as one line of JSON and runs until SIGTERM or SIGINT.

      --port N                         protocol port (default 0: any free port)
      --management-port N              management port (default 0: any free port)
      --access-token-lifetime SECONDS  default 300
      --device-interval SECONDS        how long a device waits between two polls (default 5)
      --auto-consent                   allow every authorization request and device at once, without a page
      --era modern|legacy|both         MCP protocol versions (default both)
      --behaviour NAME                 differ from the rules or offer less in this way; can be repeated
      --list-behaviours                the names for --behaviour, with their reasons
      --until-stdin-closes             also end when standard input is closed
      --help                           this text
    """
}
