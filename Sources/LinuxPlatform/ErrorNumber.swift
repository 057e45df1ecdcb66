import Glibc

/// An `errno` value.
struct ErrorNumber: Error, Equatable {
  let number: Int32

  /// The current one: to be made before anything else calls the system.
  init() { number = errno }

  init(_ number: Int32) { self.number = number }

  /// The system's words.
  var text: String { PlainLine.of(errno: number) }
}
