import Glibc

/// An `errno` value.
struct ErrorNumber: Error, Equatable {
  let number: Int32

  /// The current one: to be made before anything else calls the system.
  init() { number = errno }

  init(_ number: Int32) { self.number = number }

  /// What was to be opened is a folder, a FIFO, a socket or a device.
  static let notRegular = ErrorNumber(-1)

  /// The system's words.
  var text: String { self == .notRegular ? "is not a regular file" : PlainLine.of(errno: number) }
}
