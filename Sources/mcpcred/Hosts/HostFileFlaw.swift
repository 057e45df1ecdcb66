/// Why a host's file is not one that is changed here.
enum HostFileFlaw: Error, Equatable {
  case notJSON(line: Int)
  /// The file itself, or the member of that name, is something else than an object.
  case notAnObject(at: String?)
  /// The member stands there more than once.
  case twice(String)
  /// It would not be the same file but for the entry.
  case notKept
}
