import Engine

/// The words for what a person is asked before a login.
enum QuestionText {
  static func statement(_ question: LoginQuestion) -> String {
    switch question {
    case .newHost(let server, let host, let issuer, let clientID, let scope, let others):
      let client = clientID.map { "client \(Untrusted.plain($0, limit: 80))" } ?? "a new client"
      let asked = scope.map { $0.isEmpty ? "nothing in particular" : Untrusted.plain($0.description) }
      return "\(server) at \(Untrusted.plain(host)) is new to \(Untrusted.plain(issuer)), where you are logged in for "
        + Untrusted.plain(others.joined(separator: ", "), limit: 100)
        + "; it would be let in as \(client), for \(asked ?? "what the authorization server chooses"). "
        + "Go on only if this server belongs there"
    }
  }

  /// Asks on the terminal; anything but yes is no.
  static func ask(_ console: Console, answers: AsyncStream<String>) async -> Bool {
    console.note("mcpcred: go on? [y/N] (--own-registration keeps it apart)")
    for await line in answers {
      let word = String(line.split(separator: " ").first ?? "").lowercased()
      return ["y", "yes"].contains(word)
    }
    return false
  }
}
