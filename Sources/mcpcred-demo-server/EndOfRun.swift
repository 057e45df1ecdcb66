import Dispatch
import Glibc

/// Ends the run on SIGTERM or SIGINT, or when standard input is closed.
final class EndOfRun {
  private let events: AsyncStream<Void>
  /// A source that nobody holds is cancelled.
  private var sources: [any DispatchSourceProtocol] = []

  init(untilStdinCloses: Bool) {
    let (events, continuation) = AsyncStream.makeStream(of: Void.self)
    self.events = events
    for number in [SIGTERM, SIGINT] {
      // The default action would end the process before the source is asked.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { continuation.yield() }
      start(source)
    }
    guard untilStdinCloses else { return }
    let source = DispatchSource.makeReadSource(fileDescriptor: STDIN_FILENO, queue: .global())
    source.setEventHandler {
      var buffer = [UInt8](repeating: 0, count: 4096)
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      // A source that was not read tells again.
      if count == 0 || count < 0 && errno != EINTR && errno != EAGAIN { continuation.yield() }
    }
    start(source)
  }

  func wait() async {
    var iterator = events.makeAsyncIterator()
    _ = await iterator.next()
    sources.forEach { $0.cancel() }
  }

  private func start(_ source: any DispatchSourceProtocol) {
    sources.append(source)
    source.resume()
  }
}
