import Glibc
import LinuxPlatform
import MCP

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
    guard !Self.writeLine(text, to: STDOUT_FILENO) else { return }
    fail(errno)
  }

  /// An answer that is no text of ours: bytes as they are, but for a terminal, which is shown text it cannot be steered by.
  func answer(bytes: [UInt8]) {
    guard !Self.isTerminal(STDOUT_FILENO) else {
      return answer(Untrusted.block(String(decoding: bytes, as: UTF8.self)))
    }
    if !Self.write(bytes, to: STDOUT_FILENO) { fail(errno) }
  }

  /// An answer in JSON.
  func answer(json value: JSONValue) { answer(portions: { take in value.write(to: take) }) }

  /// The same of a server's own, which may be large.
  func answer(json text: JSONText) { answer(portions: { take in text.write(to: take) }) }

  private func answer(portions: ((([UInt8]) -> Void)) -> Void) {
    var last: [UInt8] = []
    func tell(_ portion: [UInt8]) { if !Self.write(portion, to: STDOUT_FILENO) { fail(errno) } }
    portions { portion in
      tell(last)
      last = portion
    }
    // The line ends in the same piece: one that is short is never two.
    tell(last + [UInt8(ascii: "\n")])
  }

  private func fail(_ number: Int32) -> Never {
    if number != EPIPE { note("mcpcred: error: cannot write the answer: \(String(cString: strerror(number)))") }
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
  func answer(json object: JSONObject) { answer(json: object.value) }

  /// A line for the person.
  func note(_ text: String) { _ = Self.writeLine(Untrusted.line(text), to: STDERR_FILENO) }

  /// What somebody else said: each of its lines behind a mark that none of this program's begins with, and no more of it
  /// than anybody reads.
  func quote(_ text: String) {
    let most = 256 << 10
    let isCut = text.utf8.count > most
    let shown = isCut ? String(decoding: text.utf8.prefix(most), as: UTF8.self) : text
    for line in Untrusted.marked(shown) { _ = Self.writeLine(line, to: STDERR_FILENO) }
    if isCut { note("mcpcred: that was cut; --json has all of it") }
  }

  /// What a program of the person's drew, as it is.
  func draw(_ text: String) { _ = Self.writeLine(text, to: STDERR_FILENO) }

  /// A line that the next one may overwrite, on a terminal.
  func status(_ text: String) {
    if Self.isTerminal(STDERR_FILENO) {
      _ = Self.write(Array("\r\u{1B}[K\(Untrusted.line(text))".utf8), to: STDERR_FILENO)
    }
  }

  func warning(_ text: String) { note("mcpcred: warning: \(text)") }

  func hint(_ text: String) { note("mcpcred: hint: \(ErrorReport.hint(text, forRegistry: registry))") }

  /// An error with its hints, or one JSON object.
  func report(_ report: ErrorReport) {
    let report = report.forRegistry(registry)
    guard !json else { return note(report.json.text) }
    let head = Style.error("mcpcred: error:", on: STDERR_FILENO)
    _ = Self.writeLine(head + " " + Untrusted.line(report.message), to: STDERR_FILENO)
    for hint in report.hints.prefix(2) { self.hint(hint) }
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// In one piece, so that no other process' line comes between; only what is larger than a pipe takes is not copied.
  private static func writeLine(_ text: String, to descriptor: Int32) -> Bool {
    guard text.utf8.count > 64 << 10 else { return write(Array((text + "\n").utf8), to: descriptor) }
    return write(Array(text.utf8), to: descriptor) && write([UInt8(ascii: "\n")], to: descriptor)
  }

  /// Everything, or false with `errno`.
  private static func write(_ whole: [UInt8], to descriptor: Int32) -> Bool {
    Watchdog.unbounded { written(whole, to: descriptor) }
  }

  private static func written(_ whole: [UInt8], to descriptor: Int32) -> Bool {
    var bytes = whole[...]
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
