import CLinux
import Glibc

/// Ends the wait of a thread from another one.
final class WakeSignal: Sendable {
  /// Can be read from once it was rung.
  let number: Int32

  init() throws(ErrorNumber) {
    number = clinux_event()
    guard number >= 0 else { throw ErrorNumber(-number) }
  }

  deinit { close(number) }

  func ring() {
    var one: UInt64 = 1
    _ = write(number, &one, MemoryLayout<UInt64>.size)
  }

  /// Makes it ready to be rung again.
  func drain() {
    var count: UInt64 = 0
    _ = read(number, &count, MemoryLayout<UInt64>.size)
  }
}
