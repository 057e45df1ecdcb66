import Glibc

/// What a person or a script gives on a descriptor, read until it is there, whatever comes between: a signal, or a terminal
/// that another program has set not to block.
public struct InputReader {
  private let descriptor: Int32
  /// Read, and not yet given out.
  private var rest: [UInt8] = []
  private var isAtEnd = false

  /// The descriptor could not be read; the text is the system's.
  public struct Failure: Error, Equatable {
    public let reason: String
  }

  /// Standard input where none is given. The descriptor is not closed.
  public init(_ descriptor: Int32 = 0) { self.descriptor = descriptor }

  /// The next line without its end, of which the last needs none; nil where there is none any more. Waits for it.
  public mutating func line() throws(Failure) -> [UInt8]? {
    var searched = 0
    while true {
      if let end = rest[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(rest[..<end])
        rest.removeSubrange(...end)
        return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      }
      searched = rest.count
      guard try more() else {
        defer { rest = [] }
        return rest.isEmpty ? nil : rest
      }
    }
  }

  /// Everything up to the end. Waits for it.
  public mutating func all() throws(Failure) -> [UInt8] {
    while try more() {}
    defer { rest = [] }
    return rest
  }

  /// False at the end.
  private mutating func more() throws(Failure) -> Bool {
    guard !isAtEnd else { return false }
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count > 0 {
        rest += buffer[..<count]
        return true
      }
      if count == 0 {
        isAtEnd = true
        return false
      }
      let error = ErrorNumber()
      switch error.number {
      case EINTR: continue
      case EAGAIN:
        var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        // A signal ends the waiting early, which does no harm here.
        _ = poll(&wait, 1, -1)
      default: throw Failure(reason: error.text)
      }
    }
  }
}
