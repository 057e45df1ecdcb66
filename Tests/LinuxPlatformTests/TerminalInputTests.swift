import Foundation
import LinuxPlatform
import Testing

@Suite("Pasted lines")
struct TerminalInputTests {
  @Test("lines come without their ends, and the last needs none")
  func lines() async throws {
    let pipe = Pipe()
    let stream = TerminalInput.lines(of: pipe.fileHandleForReading.fileDescriptor)
    try pipe.fileHandleForWriting.write(contentsOf: Data("one\ntwo\r\n\nlast".utf8))
    try pipe.fileHandleForWriting.close()
    var seen: [String] = []
    for await line in stream { seen.append(line) }
    #expect(seen == ["one", "two", "", "last"])
  }

  @Test("a stream nobody reads any more ends without an end of the input")
  func cancelled() async throws {
    let pipe = Pipe()
    let stream = TerminalInput.lines(of: pipe.fileHandleForReading.fileDescriptor)
    let reader = Task { for await _ in stream {} }
    reader.cancel()
    await reader.value
  }
}
