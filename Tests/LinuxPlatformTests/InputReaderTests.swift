import Foundation
import LinuxPlatform
import Synchronization
import Testing

@Suite("Input from a descriptor", .timeLimit(.minutes(1)))
struct InputReaderTests {
  private static func text(_ bytes: [UInt8]?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

  @Test("lines come without their ends, and the last needs none")
  func lines() throws {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: Data("one\n\ntwo\r\nlast".utf8))
    try pipe.fileHandleForWriting.close()
    var reader = InputReader(pipe.fileHandleForReading.fileDescriptor)
    var seen: [String?] = []
    for _ in 0..<6 { seen.append(Self.text(try reader.line())) }
    #expect(seen == ["one", "", "two", "last", nil, nil])
  }

  @Test("everything is what was not read as a line")
  func all() throws {
    let pipe = Pipe(), long = String(repeating: "x", count: 50_000)
    try pipe.fileHandleForWriting.write(contentsOf: Data("one\n\(long)\n\n".utf8))
    try pipe.fileHandleForWriting.close()
    var reader = InputReader(pipe.fileHandleForReading.fileDescriptor)
    #expect(Self.text(try reader.line()) == "one")
    #expect(Self.text(try reader.all()) == long + "\n\n")
    #expect(try reader.all().isEmpty)
  }

  @Test("a descriptor that does not block is waited for")
  func nonBlocking() async throws {
    let pipe = Pipe(), descriptor = pipe.fileHandleForReading.fileDescriptor
    #expect(fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0)
    let line = try await Self.reading(descriptor) { _ in
      try pipe.fileHandleForWriting.write(contentsOf: Data("answer\n".utf8))
    }
    #expect(line == .success("answer"))
  }

  @Test("a signal that interrupts the reading does not end it")
  func interrupted() async throws {
    var action = sigaction()
    // Without SA_RESTART the call that it comes in fails with EINTR.
    action.__sigaction_handler.sa_handler = { _ in }
    sigaction(SIGUSR2, &action, nil)
    let pipe = Pipe()
    let line = try await Self.reading(pipe.fileHandleForReading.fileDescriptor) { thread in
      for _ in 0..<20 {
        #expect(pthread_kill(thread, SIGUSR2) == 0)
        usleep(2_000)
      }
      try pipe.fileHandleForWriting.write(contentsOf: Data("answer\n".utf8))
    }
    #expect(line == .success("answer"))
  }

  @Test("a descriptor that cannot be read is told, and is not the end of the input")
  func unreadable() {
    var reader = InputReader(-1)
    let failure = #expect(throws: InputReader.Failure.self) { try reader.line() }
    #expect(failure?.reason == "Bad file descriptor")
  }

  /// What a thread reads, while something is done that knows it.
  private static func reading(
    _ descriptor: Int32, _ act: (pthread_t) throws -> Void
  ) async throws -> Result<String?, InputReader.Failure> {
    let reader = Mutex<pthread_t?>(nil), result = Mutex<Result<String?, InputReader.Failure>?>(nil)
    Thread.detachNewThread {
      reader.withLock { $0 = pthread_self() }
      var input = InputReader(descriptor)
      let line: Result<String?, InputReader.Failure>
      do throws(InputReader.Failure) { line = .success(text(try input.line())) } catch { line = .failure(error) }
      result.withLock { $0 = line }
    }
    try act(try #require(try await eventually { reader.withLock { $0 } }))
    return try #require(try await eventually { result.withLock { $0 } })
  }
}
