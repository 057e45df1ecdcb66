import ArgumentParser

/// The commands that are run most, parsed without the tree around them: the tree takes the parser longer than the command
/// and its options do.
enum FrequentCommand {
  private static let all: [any ParsableCommand.Type] = [CallCommand.self, TokenCommand.self]

  /// The command that the first word names. Nil where it is another one, and where these words do not make one: the whole
  /// tree then says what is wrong, or helps.
  static func parse(_ words: [String]) -> (any ParsableCommand)? {
    guard let name = words.first, let type = all.first(where: { $0.configuration.commandName == name }) else {
      return nil
    }
    return (try? type.parseAsRoot(Array(words.dropFirst()))).flatMap { Swift.type(of: $0) == type ? $0 : nil }
  }
}
