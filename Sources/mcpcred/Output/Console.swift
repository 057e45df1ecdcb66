import Glibc
import LinuxPlatform

/// The only code that prints.
///
/// stdout carries answers only. Everything else goes to stderr: errors as `mcpcred: error: <what failed>: <why>`, at
/// most two `mcpcred: hint: <something to type>`, no capital first letter, no full stop.
struct Console: Sendable {
  /// Whether answers and errors are JSON.
  let json: Bool
  /// What `--registry` was given: what the person is told to type has to say it again.
  var registry: String?

  /// An answer, with a newline.
  ///
  /// An answer that cannot be given is a failure: who asked must not take half of it for the whole.
  func answer(_ text: String) {
    guard !Self.write(text + "\n", to: STDOUT_FILENO) else { return }
    if errno != EPIPE { note("mcpcred: error: cannot write the answer: \(String(cString: strerror(errno)))") }
    ExitStatus.exit(.failure)
  }

  /// One answer of many lines.
  func answer(lines: [String]) { answer { tell in for line in lines { tell(line) } } }

  /// The same of lines that are made one by one. They are written a block at a time: a hundred thousand lines are not as
  /// many system calls.
  func answer(_ lines: ((String) -> Void) -> Void) {
    var block = ""
    lines { line in
      if !block.isEmpty { block += "\n" }
      block += line
      guard block.utf8.count >= Self.blockSize else { return }
      answer(block)
      block = ""
    }
    if !block.isEmpty { answer(block) }
  }

  private static let blockSize = 64 * 1024

  /// Nothing more comes: whoever reads stdout to its end need not wait for the process.
  func hangUp() {
    let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
    guard nowhere > STDERR_FILENO else { return }
    dup2(nowhere, STDOUT_FILENO)
  }

  /// An answer in JSON.
  func answer(json object: JSONObject) { answer(object.text) }

  /// A line for the person.
  func note(_ text: String) { _ = Self.write(text + "\n", to: STDERR_FILENO) }

  /// A line that the next one may overwrite, on a terminal.
  func status(_ text: String) {
    if Self.isTerminal(STDERR_FILENO) { _ = Self.write("\r\u{1B}[K" + text, to: STDERR_FILENO) }
  }

  func warning(_ text: String) { note("mcpcred: warning: \(text)") }

  func hint(_ text: String) { note("mcpcred: hint: \(ErrorReport.hint(text, forRegistry: registry))") }

  /// An error with its hints, or one JSON object.
  func report(_ report: ErrorReport) {
    let report = report.forRegistry(registry)
    guard !json else { return note(report.json.text) }
    note(Style.error("mcpcred: error:", on: STDERR_FILENO) + " " + report.message)
    for hint in report.hints.prefix(2) { self.hint(hint) }
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Everything, or false with `errno`.
  private static func write(_ text: String, to descriptor: Int32) -> Bool {
    Watchdog.unbounded { written(text, to: descriptor) }
  }

  private static func written(_ text: String, to descriptor: Int32) -> Bool {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 {
        bytes = bytes.dropFirst(written)
      } else if errno == EAGAIN {
        // A pipe that our parent made non-blocking.
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&ready, 1, -1)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
}
