import CLinux
import Glibc

/// A program that runs on its own: in a session of its own, nobody's child, with nothing open but /dev/null and what it
/// is passed on purpose.
struct DetachedProgram {
  /// Name or path, then arguments. Never empty, never read by a shell.
  let words: [String]
  let environment: [String: String]
  /// The file to run, where that is not the first word looked for along `PATH`.
  var file: String?
  /// Descriptors it gets as 3, 4 and so on; they stay open here.
  var passing: [Int32] = []

  /// Starts it and does not wait. Without a slash the name is looked for along `PATH`.
  func start() throws(ErrorNumber) { try start(watch: -1) }

  /// Starts it and waits for a second at most: its exit code where it has ended by then, nil where it still runs.
  func startWatched() throws(ErrorNumber) -> Int32? {
    let ended: Descriptor
    do {
      let pipe = try Pipe()
      try start(watch: pipe.writing.number)
      ended = Descriptor(owning: pipe.takeReading())
    }
    Watchdog.cover(.seconds(2))
    let bytes = try ended.read(limit: MemoryLayout<Int32>.size)
    guard bytes.count == MemoryLayout<Int32>.size else { return nil }
    return bytes.withUnsafeBytes { $0.loadUnaligned(as: Int32.self) }
  }

  private func start(watch: Int32) throws(ErrorNumber) {
    guard let name = words.first, !name.isEmpty, words.allSatisfy({ !$0.contains("\0") }) else {
      throw ErrorNumber(ENOENT)
    }
    if let file { return try spawn(file, watch) }
    var failure = ErrorNumber(ENOENT)
    for path in SearchPath.candidates(name, environment) {
      do { return try spawn(path, watch) } catch {
        switch error.number {
        case ENOENT, ENOTDIR: continue
        // A file that cannot be run hides none further down the path.
        case EACCES: failure = error
        default: throw error
        }
      }
    }
    throw failure
  }

  private func spawn(_ path: String, _ watch: Int32) throws(ErrorNumber) {
    let arguments = CStrings(words)
    let variables = CStrings(environment.filter { !$0.key.contains("\0") }.map { "\($0.key)=\($0.value)" })
    let result = withExtendedLifetime((arguments, variables)) {
      clinux_spawn_detached(path, arguments.pointers, variables.pointers, passing, Int32(passing.count), watch)
    }
    guard result == 0 else { throw ErrorNumber(-result) }
  }
}
