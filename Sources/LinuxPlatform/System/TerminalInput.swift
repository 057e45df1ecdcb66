import CLinux
import Glibc

/// What a person types or pastes.
public enum TerminalInput {
  /// Lines of the descriptor, without their ends, as they come; a line of more than 64 KiB is cut into pieces. The end
  /// of the input ends the stream and nothing else.
  ///
  /// The descriptor is read by a thread that ends with the stream; it is not closed.
  public static func lines(of descriptor: Int32 = 0) -> AsyncStream<String> {
    AsyncStream { continuation in
      var ends: [Int32] = [-1, -1]
      guard clinux_pipe(&ends) == 0 else { return continuation.finish() }
      let (stop, wake) = (ends[0], ends[1])
      Watchdog.beginUnbounded()
      // Closing the other end wakes the thread up, which may be waiting for a line that never comes.
      continuation.onTermination = { _ in
        Watchdog.endUnbounded()
        close(wake)
      }
      let started = DetachedThread.start {
        read(descriptor, stop: stop) { continuation.yield($0) }
        continuation.finish()
        close(stop)
      }
      if !started {
        continuation.finish()
        close(stop)
      }
    }
  }

  private static func read(_ descriptor: Int32, stop: Int32, line: (String) -> Void) {
    var rest: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while waitForInput(descriptor, stop: stop) {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
      guard count > 0 else { break }
      rest += buffer[..<count]
      while let end = rest.firstIndex(where: { $0 == UInt8(ascii: "\n") }) {
        line(text(rest[..<end]))
        rest.removeSubrange(...end)
      }
      if rest.count > 1 << 16 {
        line(text(rest[...]))
        rest = []
      }
    }
    if !rest.isEmpty { line(text(rest[...])) }
  }

  private static func waitForInput(_ descriptor: Int32, stop: Int32) -> Bool {
    var waits = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0), pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
    ]
    while poll(&waits, 2, -1) < 0 { if errno != EINTR { return false } }
    return waits[1].revents == 0
  }

  private static func text(_ line: ArraySlice<UInt8>) -> String {
    String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
  }
}
