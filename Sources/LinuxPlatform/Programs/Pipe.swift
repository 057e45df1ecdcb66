import CLinux

/// A pipe whose ends do not survive exec.
struct Pipe: ~Copyable {
  let reading: Descriptor
  let writing: Descriptor

  init() throws(ErrorNumber) {
    var ends: [Int32] = [0, 0]
    let result = clinux_pipe(&ends)
    guard result == 0 else { throw ErrorNumber(-result) }
    reading = Descriptor(owning: ends[0])
    writing = Descriptor(owning: ends[1])
  }

  /// Gives the read end away, open; the other is closed.
  consuming func takeReading() -> Int32 { reading.release() }
}
