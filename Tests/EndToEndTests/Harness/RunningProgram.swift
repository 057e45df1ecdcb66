import Foundation

/// A process that a test started. It is ended by its id, at the latest with its last reference.
///
/// What it says goes to files: there is nothing to drain, so that a talkative process cannot block, and a grandchild
/// that keeps a descriptor cannot keep the test waiting.
final class RunningProgram: @unchecked Sendable {  // One task at a time uses it.
  enum Input {
    case nothing
    case text(String)
    /// A stream that stays open until `closeInput`.
    case open
  }

  private let process: ChildProcess
  private let command: String
  private let folder: TemporaryFolder
  private var input: Int32 = -1

  init(
    _ executable: String, _ arguments: [String], environment: [String: String], input: Input = .nothing
  ) throws {
    folder = try TemporaryFolder()
    command = ([executable] + arguments).joined(separator: " ")
    let theirs: Int32
    switch input {
    case .nothing: theirs = open("/dev/null", O_RDONLY | O_CLOEXEC)
    case .text(let text): theirs = open(try folder.write("in", text), O_RDONLY | O_CLOEXEC)
    case .open:
      var ends: [Int32] = [-1, -1]
      // Unlike a pipe, it can be written to without a signal where nobody reads any more.
      guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
        throw TestFailure("no socket pair")
      }
      (theirs, self.input) = (ends[0], ends[1])
    }
    process = try ChildProcess(
      executable, arguments, environment: environment, input: theirs, output: try folder.write("out", ""),
      errors: try folder.write("err", ""))
  }

  deinit {
    closeInput()
    kill()
  }

  var id: Int32 { process.id }
  var stdout: String { folder.read("out") }
  var stderr: String { folder.read("err") }

  func say(_ text: String) throws {
    let bytes = Array(text.utf8)
    guard send(input, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
      throw TestFailure("nobody listens: \(command)")
    }
  }

  func closeInput() {
    if input >= 0 { close(input) }
    input = -1
  }

  func signal(_ number: Int32) { Foundation.kill(id, number) }

  /// Ends it at once.
  func kill() { process.kill() }

  /// Waits for its end; one that takes too long, or whose test is cancelled, is killed.
  func end(within limit: Duration = .seconds(30)) async throws -> Outcome {
    let deadline = ContinuousClock.now + limit
    while true {
      if let status = process.ended() { return Outcome(status: status, stdout: stdout, stderr: stderr) }
      guard ContinuousClock.now < deadline else {
        kill()
        throw TestFailure("not finished after \(limit): \(command)\n\(stdout)\n\(stderr)")
      }
      do { try await Task.sleep(for: .milliseconds(2)) } catch {
        kill()
        throw error
      }
    }
  }

  /// The first line on stdout.
  func firstLine() async throws -> String {
    try await eventually("the first line of \(command)") {
      let said = stdout
      if let end = said.firstIndex(of: "\n") { return String(said[..<end]) }
      if let status = process.ended() { throw TestFailure("ended with \(status): \(command)\n\(stderr)") }
      return nil
    }
  }
}
