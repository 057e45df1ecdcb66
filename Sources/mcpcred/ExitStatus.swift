import Glibc

/// How the program ends; scripts rely on each number (docs/cli.md).
enum ExitStatus: Int32, Error, CaseIterable {
  case done = 0
  case failure = 1
  case usage = 2
  case notFound = 3
  case loginRequired = 4
  case keyUnavailable = 5
  case registryUnusable = 6
  case temporary = 7
  case rejected = 8
  case accessDenied = 9
  case toolError = 10
  case personNeeded = 11
  case notStored = 12
  case policy = 13
  case outcomeUnknown = 14
  case notExecutable = 126
  case commandNotFound = 127
  case interrupted = 130

  /// Ends the process at once: nothing is left to unwind, and static executables unwind slowly.
  static func exit(_ status: ExitStatus) -> Never { Glibc.exit(status.rawValue) }
}
