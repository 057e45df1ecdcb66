/// How a program ended and all it said.
public struct ProgramOutcome: Sendable, Equatable {
  /// The exit code, or 128 and the number of the signal that ended it, as a shell counts.
  public let status: Int32
  /// What it wrote to stdout.
  public let output: [UInt8]
  /// What it wrote to stderr.
  public let errors: [UInt8]

  public init(status: Int32, output: [UInt8], errors: [UInt8]) {
    self.status = status
    self.output = output
    self.errors = errors
  }

  public var text: String { String(decoding: output, as: UTF8.self) }
  public var errorText: String { String(decoding: errors, as: UTF8.self) }
}
