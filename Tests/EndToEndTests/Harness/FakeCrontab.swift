import Foundation

/// A `crontab` that keeps its table in a file of the test: no test touches the person's own.
final class FakeCrontab: Sendable {
  private let folder: TemporaryFolder
  /// What makes it the one that is found.
  let environment: [String: String]

  init() throws {
    folder = try TemporaryFolder()
    let table = folder["table"]
    try folder.write(
      "crontab",
      """
      #!/bin/sh
      case "$1" in
        -l) [ ! -e '\(table).broken' ] || { echo "crontab: cannot read" >&2; exit 1; }
          [ -e '\(table)' ] || { echo "no crontab for ada" >&2; exit 1; }
          exec cat '\(table)' ;;
        -r) exec rm '\(table)' ;;
        -) exec cat >'\(table)' ;;
      esac
      exit 2
      """, mode: 0o700)
    environment = ["PATH": "\(folder.path):\(Program.environment["PATH"] ?? "")"]
  }

  /// Something that is called like cron's daemon, for as long as it is held.
  func daemon() throws -> RunningProgram {
    try FileManager.default.createSymbolicLink(atPath: folder["crond"], withDestinationPath: "/bin/sleep")
    return try RunningProgram(folder["crond"], ["600"], environment: [:])
  }

  /// Nil where there is none.
  var table: String? { Places.exists(folder["table"]) ? folder.read("table") : nil }

  func write(_ table: String) throws { try folder.write("table", table) }

  /// From now on it cannot be read.
  func spoil() throws { try folder.write("table.broken", "") }
}
