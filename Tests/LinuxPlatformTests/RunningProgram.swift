import Foundation

/// A child process that is ended with its last reference.
final class RunningProgram {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  init(_ path: String, _ arguments: [String], environment: [String: String] = startEnvironment) throws {
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = environment
    process.standardInput = input
    process.standardOutput = output
    process.standardError = output
    try process.run()
  }

  deinit { kill() }

  var id: Int32 { process.processIdentifier }

  /// One line of what it says; nil when it said all.
  func line() -> String? {
    var bytes: [UInt8] = []
    while let byte = try? output.fileHandleForReading.read(upToCount: 1)?.first {
      if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(byte)
    }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }

  /// The first line that starts with this, whole; what comes before it is passed over.
  func firstLine(after start: String) throws -> String {
    while let line = line() { if line.hasPrefix(start) { return line } }
    throw POSIXError(.EIO)
  }

  func say(_ text: String) throws {
    try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    try input.fileHandleForWriting.close()
  }

  /// Ends it at once.
  func kill() {
    guard process.isRunning else { return }
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Runs a program to its end: status and everything it said.
  @discardableResult
  static func run(
    _ path: String, _ arguments: [String], input: String = ""
  ) throws -> (status: Int32, output: String) {
    let program = try RunningProgram(path, arguments)
    try program.say(input)
    let said = try program.output.fileHandleForReading.readToEnd() ?? Data()
    program.process.waitUntilExit()
    return (program.process.terminationStatus, String(decoding: said, as: UTF8.self))
  }
}
