/// The commands that are run most, read without the parser: to build its tree takes longer than all that the command does.
enum FrequentCommand: Equatable {
  case token(TokenRun)
  case headers(HeadersRun)
  case call(CallRun)
  case status(StatusRun)
  case serve(ServeRun)

  /// The command that these words make. Nil where it is another one, and where anything is not plainly right: the parser then
  /// reads them, says what is wrong, or helps.
  static func read(_ words: [String]) -> FrequentCommand? {
    // Global options may stand before the command's name.
    guard let first = words.first else { return nil }
    let name = first.utf8.first == UInt8(ascii: "-") ? nameBehindOptions(words) : first
    switch name {
    case "token": return TokenRun.read(words).map { .token($0) }
    case "headers": return HeadersRun.read(words).map { .headers($0) }
    case "call": return CallRun.read(words).map { .call($0) }
    case "serve": return ServeRun.read(words).map { .serve($0) }
    case "status": return StatusRun.read(words).map { .status($0) }
    default: return nil
    }
  }

  func run() throws {
    switch self {
    case .token(let run): try run()
    case .headers(let run): try run()
    case .call(let run): try run()
    case .status(let run): try run()
    case .serve(let run): try run()
    }
  }

  /// Only options that every command takes can stand there.
  private static func nameBehindOptions(_ words: [String]) -> String? {
    for count in 1..<max(words.count, 1) {
      guard
        let before = OptionReader(Array(words[..<count]), flags: SessionOptions.flags, options: SessionOptions.options)
      else { continue }
      if before.arguments.isEmpty, words[count].utf8.first != UInt8(ascii: "-") { return words[count] }
    }
    return nil
  }
}
