/// A user's crontab, byte for byte: its other lines are the person's, in whatever encoding.
struct Crontab: Equatable {
  let bytes: [UInt8]

  static let empty = Crontab(bytes: [])

  /// Whether it has the line of this name.
  func holds(_ name: String) -> Bool { lines.contains { Self.isMarked($0, name) } }

  /// The same with this line, in place of another of the same name.
  func adding(_ line: String, named name: String) -> Crontab {
    var kept = removing(name).bytes
    if let last = kept.last, last != Self.newline { kept.append(Self.newline) }
    return Crontab(bytes: kept + Array(line.utf8) + [Self.newline])
  }

  /// The same without the line of this name.
  func removing(_ name: String) -> Crontab {
    Crontab(bytes: Array(lines.filter { !Self.isMarked($0, name) }.joined(separator: [Self.newline])))
  }

  /// What runs the job every five minutes. What it says on stderr is for the person, and cron mails it.
  ///
  /// Throws for a word with a line end: no quotes carry one in a crontab.
  static func line(_ job: TimerJob) throws(TimerError) -> String {
    let variables = job.variables.sorted { $0.key < $1.key }.map { "\($0.key)=\(Shell.literal($0.value))" }
    let command = (variables + job.words.map(Shell.literal)).joined(separator: " ")
    guard !command.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      throw .unfit(job.program, "a crontab's line cannot have control characters in it")
    }
    // cron(8) ends the command at a percent sign unless a backslash is before it, also within a shell's quotes.
    let escaped = command.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "\\%")
    return "*/5 * * * * \(escaped) >/dev/null\(mark(job.name))"
  }

  private static let newline = UInt8(ascii: "\n")

  /// The shell takes it for a comment.
  private static func mark(_ name: String) -> String { " # \(name)" }

  private static func isMarked(_ line: ArraySlice<UInt8>, _ name: String) -> Bool {
    line.suffix(mark(name).utf8.count).elementsEqual(mark(name).utf8) && line.first != UInt8(ascii: "#")
  }

  private var lines: [ArraySlice<UInt8>] { bytes.split(separator: Self.newline, omittingEmptySubsequences: false) }
}
