import Glibc

/// An open file descriptor that is closed with its last owner.
struct Descriptor: ~Copyable {
  let number: Int32

  /// Takes over a descriptor; the number must be open and nobody else's.
  init(owning number: Int32) { self.number = number }

  /// Opens, retrying when a signal came in between; close-on-exec always. Fails with the error number.
  init(opening path: String, _ flags: Int32, mode: mode_t = 0) throws(ErrorNumber) {
    var opened: Int32
    repeat { opened = open(path, flags | O_CLOEXEC, mode) } while opened < 0 && errno == EINTR
    guard opened >= 0 else { throw ErrorNumber() }
    number = opened
  }

  /// Opens a regular file and nothing else: a FIFO or a device in its place is neither waited for nor woken. Fails with
  /// `notRegular` then.
  init(openingRegular path: String, _ flags: Int32, mode: mode_t = 0) throws(ErrorNumber) {
    let follows = flags & O_NOFOLLOW == 0
    // Before it is opened, because opening a device can do something; and after, because it may have been exchanged.
    if let there = try? FileStatus(path: path, following: follows), !there.isFile, !there.isLink { throw .notRegular }
    let file = try Descriptor(opening: path, flags | O_NONBLOCK, mode: mode)
    guard try FileStatus(file).isFile else { throw .notRegular }
    number = file.release()
  }

  deinit { close(number) }

  /// Gives the descriptor away, open.
  consuming func release() -> Int32 {
    let number = number
    discard self
    return number
  }

  /// Makes what was written survive a power cut.
  func synchronise() throws(ErrorNumber) {
    var result: Int32
    repeat { result = fsync(number) } while result != 0 && errno == EINTR
    guard result == 0 else { throw ErrorNumber() }
  }

  /// Writes all of it.
  func write(_ bytes: [UInt8]) throws(ErrorNumber) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw ErrorNumber() }
      rest = rest.dropFirst(count)
    }
  }

  /// Reads up to the end, or up to the limit.
  func read(limit: Int) throws(ErrorNumber) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: limit)
    defer { WipedBytes.wipe(&buffer) }
    while bytes.count < limit {
      let count = buffer.withUnsafeMutableBytes { Glibc.read(number, $0.baseAddress, limit - bytes.count) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw ErrorNumber() }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return bytes
  }
}
