/// The options that decide what is logged in to and how, as they were typed: what a person is told to type next goes the
/// same way.
struct LoginWay {
  private let isProvider: Bool
  /// Whose login stands for one, if another entry's does.
  private let provider: String?
  /// The option of the way, with what belongs to it; nil where none was given.
  private let flow: String?

  /// From the words of an `add` or a `login`.
  init(_ arguments: [String]) {
    isProvider = arguments.contains("--as-identity-provider")
    provider = Self.value(of: "--identity-provider", in: arguments)
    let options = ["--grant", "--identity-provider", "--assertion-file"].compactMap { option in
      Self.value(of: option, in: arguments).map { "\(option) \(Shell.quoted($0))" }
    }
    flow = arguments.contains("--device") ? "--device" : options.isEmpty ? nil : options.joined(separator: " ")
  }

  /// A command that logs in, with them; one that goes another way, or is about another entry, as it is.
  func kept(in hint: String) -> String {
    let words = hint.split(separator: " ").map { String($0) }
    guard words.count > 2, words[0] == "mcpcred", ["add", "login"].contains(words[1]) else { return hint }
    let isAdding = words[1] == "add"
    guard isAdding || words[2] != provider.map(Shell.quoted) else { return hint }
    var added: [String] = []
    if isAdding, isProvider, !words.contains("--as-identity-provider") { added.append("--as-identity-provider") }
    let others = ["--grant", "--device", "--no-browser", "--as-identity-provider"]
    if let flow, !words.contains(where: others.contains) { added.append(flow) }
    return ([hint] + added).joined(separator: " ")
  }

  /// What an option was given.
  static func value(of option: String, in arguments: [String]) -> String? {
    if let joined = arguments.first(where: { $0.hasPrefix(option + "=") }) {
      return String(joined.dropFirst(option.count + 1))
    }
    guard let place = arguments.firstIndex(of: option), place + 1 < arguments.count else { return nil }
    return arguments[place + 1]
  }
}
