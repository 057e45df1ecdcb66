import CLinux
import Glibc

/// Another program in this one's place: the same process, so that its signals and its exit code are its own.
public enum ProgramReplacement {
  /// Why a command could not be run, as shells tell it by 127 and 126.
  public enum Failure: Error, Equatable {
    case notFound
    case notExecutable(reason: String)
  }

  /// Whether there is such a program, so that nothing is prepared for one that is not there.
  public static func look(for name: String, _ environment: [String: String]) throws(Failure) {
    if SearchPath.find(name, environment) != nil { return }
    let found = SearchPath.candidates(name, environment).first { access($0, F_OK) == 0 }
    guard let found else { throw .notFound }
    let isFolder = (try? FileStatus(path: found))?.isFolder == true
    throw .notExecutable(reason: isFolder ? "it is a folder" : ErrorNumber(EACCES).text)
  }

  /// Runs the command, which is looked up in `PATH`, with this environment. Returns only by throwing.
  public static func run(_ words: [String], environment: [String: String]) throws(Failure) -> Never {
    let arguments = CStrings(words), variables = CStrings(environment.map { "\($0.key)=\($0.value)" }.sorted())
    ProcessHardening.restoreMask()
    let result = withExtendedLifetime((arguments, variables)) {
      clinux_become(arguments.pointers, variables.pointers)
    }
    if result == -ENOENT || result == -ENOTDIR { throw .notFound }
    throw .notExecutable(reason: ErrorNumber(-result).text)
  }
}
