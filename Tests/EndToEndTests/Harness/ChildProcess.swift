import Foundation

/// A process, started and waited for by hand: `Foundation.Process` keeps descriptors of every process it ever started,
/// hands its thread's blocked signals on, and a full run starts more than a thousand.
final class ChildProcess {
  let id: pid_t
  private var status: Int32?

  /// Starts an executable by its path. It has these three files open and no others, and no signal blocked or ignored.
  ///
  /// - Parameter input: a descriptor, closed here once the child has it.
  init(
    _ executable: String, _ arguments: [String], environment: [String: String], input: Int32, output: String,
    errors: String
  ) throws {
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    posix_spawn_file_actions_adddup2(&files, input, 0)
    posix_spawn_file_actions_addopen(&files, 1, output, O_WRONLY | O_APPEND, 0)
    posix_spawn_file_actions_addopen(&files, 2, errors, O_WRONLY | O_APPEND, 0)
    // Other tests in this process may have some open that would be inherited; one that is not open is no error.
    for descriptor: Int32 in 3..<256 { posix_spawn_file_actions_addclose(&files, descriptor) }
    var attributes = try Self.attributes()
    defer { posix_spawnattr_destroy(&attributes) }
    let words = ([executable] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var id: pid_t = 0
    let failure = posix_spawn(&id, executable, &files, &attributes, words, variables)
    close(input)
    guard failure == 0 else { throw TestFailure("\(executable): \(String(cString: strerror(failure)))") }
    self.id = id
  }

  deinit { kill() }

  /// How it ended, as a shell says it; nil while it runs.
  func ended() -> Int32? {
    if let status { return status }
    var raw: Int32 = 0
    guard waitpid(id, &raw, WNOHANG) == id else { return nil }
    return note(raw)
  }

  /// Ends it at once.
  func kill() {
    guard ended() == nil else { return }
    Foundation.kill(id, SIGKILL)
    var raw: Int32 = 0
    while waitpid(id, &raw, 0) < 0, errno == EINTR {}
    _ = note(raw)
  }

  private func note(_ raw: Int32) -> Int32 {
    let signal = raw & 0x7F
    let status = signal == 0 ? (raw >> 8) & 0xFF : 128 + signal
    self.status = status
    return status
  }

  private static func attributes() throws -> posix_spawnattr_t {
    var attributes = posix_spawnattr_t()
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_init(&attributes)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    return attributes
  }
}
