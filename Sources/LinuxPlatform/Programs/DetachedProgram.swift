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
  func start() throws(ErrorNumber) {
    guard let name = words.first, !name.isEmpty, words.allSatisfy({ !$0.contains("\0") }) else {
      throw ErrorNumber(ENOENT)
    }
    if let file { return try spawn(file) }
    var failure = ErrorNumber(ENOENT)
    for path in SearchPath.candidates(name, environment) {
      do { return try spawn(path) } catch {
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

  private func spawn(_ path: String) throws(ErrorNumber) {
    let arguments = CStrings(words)
    let variables = CStrings(environment.filter { !$0.key.contains("\0") }.map { "\($0.key)=\($0.value)" })
    let result = withExtendedLifetime((arguments, variables)) {
      clinux_spawn_detached(path, arguments.pointers, variables.pointers, passing, Int32(passing.count))
    }
    guard result == 0 else { throw ErrorNumber(-result) }
  }
}
