/// The options that decide what is logged in to and how, as they were typed: what a person is told to type next goes the
/// same way, and drops none of them.
struct LoginWay {
  private let isProvider: Bool
  /// Whose login stands for one, if another entry's does.
  private let provider: String?
  /// The options that were given, each with its value as it is typed in a shell.
  private let given: [(name: String, value: String?)]

  /// Those that say how a login is made, with whether a value belongs to them.
  private static let options: [(name: String, hasValue: Bool)] = [
    ("--grant", true), ("--identity-provider", true), ("--assertion-file", true), ("--device", false),
    ("--client-id", true), ("--client-secret-file", true), ("--client-secret-stdin", false),
    ("--client-metadata-url", true), ("--redirect-uri", true), ("--private-key-file", true), ("--auth-method", true),
    ("--assertion-audience", true), ("--initial-access-token-file", true), ("--own-registration", false),
    ("--issuer", true), ("--scope", true), ("--resource", true), ("--no-resource", false), ("--dpop", false),
    ("--authorize-param", true), ("--legacy-auth", false), ("--allow-missing-pkce", false), ("--trust-issuer", true),
    ("--ca-cert", true),
  ]
  /// Of two that exclude each other, or of which one makes the other needless, the one in a hint counts.
  private static let exclusive = [
    ["--grant", "--device", "--no-browser", "--as-identity-provider"], ["--resource", "--no-resource"],
    ["--client-secret-file", "--client-secret-stdin"], ["--dpop", "--no-dpop"],
    ["--client-id", "--client-metadata-url", "--new-registration", "--initial-access-token-file"],
  ]
  /// What goes with a client that is given by its id, and with no other.
  private static let ofClient: Set = [
    "--client-secret-file", "--client-secret-stdin", "--redirect-uri", "--private-key-file", "--auth-method",
  ]

  /// From the words of an `add` or a `login`.
  init(_ arguments: [String]) {
    isProvider = arguments.contains("--as-identity-provider")
    provider = Self.value(of: "--identity-provider", in: arguments)
    given = Self.options.flatMap { option -> [(name: String, value: String?)] in
      guard option.hasValue else { return arguments.contains(option.name) ? [(option.name, nil)] : [] }
      return Self.values(of: option.name, in: arguments).map { (option.name, Shell.quoted($0)) }
    }
  }

  /// A command that logs in, with them; one that goes another way, or is about another entry, as it is.
  func kept(in hint: String) -> String {
    var words = hint.split(separator: " ").map { String($0) }
    guard words.count > 2, words[0] == "mcpcred", ["add", "login"].contains(words[1]) else { return hint }
    let isAdding = words[1] == "add"
    guard isAdding || words[2] != provider.map(Shell.quoted) else { return hint }
    let told = Set(words.filter { $0.hasPrefix("--") })
    let otherWay = !told.isDisjoint(with: ["--grant", "--device", "--no-browser", "--as-identity-provider"])
    var added: [String] = []
    if isAdding, isProvider, !told.contains("--as-identity-provider") { added.append("--as-identity-provider") }
    for option in given {
      if let place = words.firstIndex(of: option.name) {
        // The name of a value in the hint, where the person has said the value.
        if let value = option.value, place + 1 < words.count, ["ID", "PATH"].contains(words[place + 1]) {
          words[place + 1] = value
        }
      } else if !Self.excludes(told, option.name), !(otherWay && Self.belongsToWay(option.name)) {
        added.append(([option.name] + (option.value.map { [$0] } ?? [])).joined(separator: " "))
      }
    }
    return (words + added).joined(separator: " ")
  }

  private static func excludes(_ told: Set<String>, _ option: String) -> Bool {
    let isOfOther = ofClient.contains(option) && excludes(told, "--client-id") && !told.contains("--client-id")
    return isOfOther || exclusive.contains { $0.contains(option) && !told.isDisjoint(with: $0) }
  }

  private static func belongsToWay(_ option: String) -> Bool {
    ["--grant", "--device", "--identity-provider", "--assertion-file"].contains(option)
  }

  /// What an option was given, first.
  static func value(of option: String, in arguments: [String]) -> String? { values(of: option, in: arguments).first }

  private static func values(of option: String, in arguments: [String]) -> [String] {
    arguments.enumerated().compactMap { place, word in
      if word.hasPrefix(option + "=") { return String(word.dropFirst(option.count + 1)) }
      return word == option && place + 1 < arguments.count ? arguments[place + 1] : nil
    }
  }
}
