/// Draws text as a QR code for a terminal, with the program `qrencode` where that is installed.
public struct QRCodeProgram: Sendable {
  /// Why there is no code.
  public enum Failure: Error, Sendable, Equatable {
    case notInstalled
    case failed(String)
  }

  private let environment: [String: String]

  /// The environment says where programs are (`PATH`).
  public init(environment: [String: String]) { self.environment = environment }

  /// The code in lines of block characters with their colours, so that it reads on a light terminal as on a dark one.
  ///
  /// The text goes through stdin: a command line can be read by other users.
  public func draw(_ text: String) throws(Failure) -> String {
    let program = ProgramRun(
      "qrencode", ["-t", "ANSIUTF8", "-m", "2", "-o", "-"], environment: environment, input: Array(text.utf8),
      seconds: 5)
    let outcome: ProgramOutcome
    do { outcome = try program.outcome() } catch {
      switch error {
      case .missing: throw .notInstalled
      case .notStarted(_, let reason): throw .failed(reason)
      case .timedOut: throw .failed("it did not end in time")
      }
    }
    guard outcome.status == 0, !outcome.output.isEmpty else { throw .failed("it drew nothing") }
    return outcome.text
  }
}
