import CLinux
import Glibc

/// One run of another program to its end, with a deadline. Never through a shell.
///
/// Its stdin, stdout and stderr are files in memory. Unlike pipes they need no thread that reads them, cannot fill up,
/// and a grandchild that keeps one open keeps nobody waiting.
public struct ProgramRun: Sendable {
  private let name: String
  private let arguments: [String]
  private let environment: [String: String]
  private let input: [UInt8]
  private let seconds: Int

  /// Answers longer than this are cut.
  private static let mostBytes = 1 << 20

  /// - Parameters:
  ///   - name: a path, or a name that is looked for along the environment's `PATH`.
  ///   - environment: all the variables it gets.
  ///   - input: what it reads from stdin.
  ///   - seconds: how long it may take before it is killed.
  public init(
    _ name: String, _ arguments: [String], environment: [String: String], input: [UInt8] = [], seconds: Int
  ) {
    self.name = name
    self.arguments = arguments
    self.environment = environment
    self.input = input
    self.seconds = seconds
  }

  /// Runs it, and waits for its end.
  public func outcome() throws(ProgramError) -> ProgramOutcome {
    guard let path = SearchPath.find(name, environment) else { throw .missing(name) }
    let outcome: ProgramOutcome?
    do { outcome = try run(path) } catch { throw .notStarted(name, reason: error.text) }
    guard let outcome else { throw .timedOut(name, seconds: seconds) }
    return outcome
  }

  /// Nil where it had to be killed.
  private func run(_ path: String) throws(ErrorNumber) -> ProgramOutcome? {
    let given = try memoryFile(), output = try memoryFile(), errors = try memoryFile()
    try given.write(input)
    lseek(given.number, 0, SEEK_SET)
    Watchdog.cover(.seconds(seconds))
    let child = try spawn(path, [given.number, output.number, errors.number])
    guard let status = wait(for: child) else { return nil }
    return ProgramOutcome(status: status, output: try bytes(output), errors: try bytes(errors))
  }

  private func memoryFile() throws(ErrorNumber) -> Descriptor {
    let number = clinux_memory_file()
    guard number >= 0 else { throw ErrorNumber(-number) }
    return Descriptor(owning: number)
  }

  private func bytes(_ file: borrowing Descriptor) throws(ErrorNumber) -> [UInt8] {
    lseek(file.number, 0, SEEK_SET)
    return try file.read(limit: Self.mostBytes)
  }

  private func spawn(_ path: String, _ streams: [Int32]) throws(ErrorNumber) -> pid_t {
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    for (target, stream) in streams.enumerated() { posix_spawn_file_actions_adddup2(&files, stream, Int32(target)) }
    var attributes = Self.plainSignals()
    defer { posix_spawnattr_destroy(&attributes) }
    let words = CStrings([path] + arguments)
    let variables = CStrings(environment.map { "\($0.key)=\($0.value)" })
    var child: pid_t = 0
    let failure = withExtendedLifetime((words, variables)) {
      posix_spawn(&child, path, &files, &attributes, words.pointers, variables.pointers)
    }
    guard failure == 0 else { throw ErrorNumber(failure) }
    return child
  }

  /// What this program ignores or blocks is its own affair.
  private static func plainSignals() -> posix_spawnattr_t {
    var attributes = posix_spawnattr_t()
    var none = sigset_t(), all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_init(&attributes)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    return attributes
  }

  /// How it ended, as a shell counts; nil where it had to be killed.
  private func wait(for child: pid_t) -> Int32? {
    let end = ContinuousClock.now + .seconds(seconds)
    var pause: useconds_t = 500
    var status: Int32 = 0
    while ContinuousClock.now < end {
      let ended = waitpid(child, &status, WNOHANG)
      if ended == child { return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F) }
      // What is no longer our child cannot be killed either.
      if ended < 0, errno != EINTR { return nil }
      usleep(pause)
      pause = min(pause * 2, 20_000)
    }
    kill(child, SIGKILL)
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    return nil
  }
}
