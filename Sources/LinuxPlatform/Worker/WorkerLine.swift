import CLinux
import Glibc

/// One end of the line between a worker and whoever gives it orders. Both send frames of bytes; with an order goes the
/// descriptor of its lock, which is then held by whoever has received it, or by the line while nobody has.
public final class WorkerLine: Sendable {
  /// Open as long as the line is.
  let number: Int32

  /// Bytes; an order and a report are some hundred.
  private static let limit = 256 * 1024

  /// Takes the descriptor over.
  init(owning number: Int32) { self.number = number }

  deinit { close(number) }

  /// The worker's end, as it was started with it. Nil where nobody has: a person has typed the worker's name.
  public static var inherited: WorkerLine? {
    let number: Int32 = 3
    guard let status = try? FileStatus(open: number), status.isSocket, fcntl(number, F_SETFD, FD_CLOEXEC) == 0 else {
      return nil
    }
    return WorkerLine(owning: number)
  }

  /// Both ends of a new one; neither survives exec.
  static func pair() throws(ErrorNumber) -> (WorkerLine, WorkerLine) {
    var ends: [Int32] = [0, 0]
    let result = clinux_socket_pair(&ends)
    guard result == 0 else { throw ErrorNumber(-result) }
    return (WorkerLine(owning: ends[0]), WorkerLine(owning: ends[1]))
  }

  /// Sends one frame, and a duplicate of the descriptor where there is one. Throws where the other end is closed, too.
  func send(_ bytes: [UInt8], passing descriptor: Int32? = nil) throws(ErrorNumber) {
    var frame = withUnsafeBytes(of: UInt32(clamping: bytes.count).bigEndian) { Array($0) } + bytes
    defer { WipedBytes.wipe(&frame) }
    var passed = descriptor ?? -1, start = 0
    while start < frame.count {
      let count = frame.withUnsafeBytes {
        clinux_send_passing(number, $0.baseAddress.map { $0 + start }, UInt(frame.count - start), passed)
      }
      guard count >= 0 else { throw ErrorNumber(Int32(clamping: -count)) }
      passed = -1
      start += count
    }
  }

  /// Waits for the next frame. Nil where the other end is closed, or sends what is no frame. Whoever calls owns the descriptor
  /// that came with it, and wipes the bytes.
  func receive() -> (bytes: [UInt8], descriptor: Int32?)? {
    var passed: Int32 = -1
    guard let head = read(4, &passed) else { return nil }
    let size = head.reduce(0) { $0 << 8 | Int($1) }
    var other: Int32 = -1
    guard size <= Self.limit, let bytes = read(size, &other) else {
      if passed >= 0 { close(passed) }
      return nil
    }
    if other >= 0 { close(other) }
    return (bytes, passed >= 0 ? passed : nil)
  }

  /// Exactly so many bytes. Nil at the end.
  private func read(_ size: Int, _ passed: inout Int32) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: size), start = 0
    while start < size {
      var descriptor: Int32 = -1
      let count = bytes.withUnsafeMutableBytes {
        clinux_receive_passed(number, $0.baseAddress.map { $0 + start }, UInt(size - start), &descriptor)
      }
      if descriptor >= 0 {
        if passed >= 0 { close(passed) }
        passed = descriptor
      }
      guard count > 0 else {
        WipedBytes.wipe(&bytes)
        return nil
      }
      start += count
    }
    return bytes
  }
}
