import CLinux
public import Engine
import Glibc
import MCP
import Synchronization

/// A host at the other end of stdin and stdout: one message on a line, both ways.
///
/// Two threads block on the descriptors, so that nothing else waits for the host: one reads ahead, as far as a limit, and one
/// message at a time is written by whoever has it. Once the host is gone the process is, too, within a second and a half.
public final class HostPipe: Sendable {
  private struct Incoming {
    var lines: [[UInt8]] = []
    /// Bytes that were read and not taken yet.
    var size = 0
    var isOver = false
    var waiting: CheckedContinuation<[UInt8]?, Never>?
  }

  private let incoming = Mutex(Incoming())
  /// Posted when there is room again.
  private let room = ThreadSemaphore()
  private let outgoing = Mutex<Bool>(true)

  /// Bytes that are read ahead of whoever answers.
  private static let mostAhead = 4 << 20
  /// Hosts send SIGTERM two seconds after they have closed our input.
  private static let farewell = Duration.milliseconds(1400)

  public init() {}

  /// Begins to read; false where the system gives no thread. The process ends with the one that started it.
  public func start() -> Bool {
    let parent = clinux_open_parent()
    // Where the kernel has no such descriptor, the end of the input has to do.
    if parent >= 0 { _ = DetachedThread.start { self.watch(parent) } }
    return DetachedThread.start { self.read() }
  }

  private func watch(_ parent: Int32) {
    var ended = pollfd(fd: parent, events: Int16(POLLIN), revents: 0)
    while poll(&ended, 1, -1) <= 0 { guard errno == EINTR else { return } }
    end()
  }

  /// What the engine sees of it.
  public var port: HostPort {
    HostPort { [self] in
      await next()
    } send: { [self] message in
      send(message)
    }
  }

  /// The host is gone, or we are told to go: no further line, and an end to the process whatever still hangs.
  public func end() {
    let waiting = incoming.withLock { incoming -> CheckedContinuation<[UInt8]?, Never>? in
      guard !incoming.isOver else { return nil }
      incoming.isOver = true
      incoming.lines = []
      defer { incoming.waiting = nil }
      return incoming.waiting
    }
    waiting?.resume(returning: nil)
    _ = DetachedThread.start {
      usleep(UInt32(Self.farewell / .microseconds(1)))
      _exit(0)
    }
  }

  private func read() {
    var reader = InputReader()
    while let line = (try? reader.line()).flatMap(\.self) {
      let isFull = incoming.withLock { incoming -> Bool in
        guard !incoming.isOver else { return false }
        if let waiting = incoming.waiting {
          incoming.waiting = nil
          waiting.resume(returning: line)
        } else {
          incoming.lines.append(line)
          incoming.size += line.count
        }
        return incoming.size > Self.mostAhead
      }
      if isFull { room.wait(nil) }
    }
    finish()
  }

  /// What was read before the end is still answered for.
  private func finish() {
    while incoming.withLock({ !$0.isOver && !$0.lines.isEmpty }) { room.wait(.milliseconds(50)) }
    end()
  }

  private func next() async -> [UInt8]? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let (line, isDone) = incoming.withLock { incoming -> ([UInt8]?, Bool) in
          guard !incoming.isOver else { return (nil, true) }
          guard !incoming.lines.isEmpty else {
            incoming.waiting = continuation
            return (nil, false)
          }
          let line = incoming.lines.removeFirst()
          let wasFull = incoming.size > Self.mostAhead
          incoming.size -= line.count
          if wasFull, incoming.size <= Self.mostAhead { room.post() }
          return (line, true)
        }
        if isDone { continuation.resume(returning: line) }
      }
    } onCancel: {
      end()
    }
  }

  /// A message is one line, and never between the parts of another. A host that reads nothing makes the server wait.
  private func send(_ message: BridgeMessage) {
    let isThere = outgoing.withLock { isThere -> Bool in
      guard isThere else { return true }
      var isWritten = true
      message.write { portion in isWritten = isWritten && Self.write(portion) }
      isThere = isWritten && Self.write([UInt8(ascii: "\n")])
      return isThere
    }
    if !isThere { end() }
  }

  /// All of it; false where nobody reads any more.
  private static func write(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var ready = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        poll(&ready, 1, -1)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
}
