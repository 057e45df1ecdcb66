import Foundation

extension TestWorld {
  /// Changes the registry behind everyone's back, as a damaged disk or another program would.
  public func sqlite3(_ sql: String) throws {
    struct Failed: Error {}
    let program = Process()
    program.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
    program.arguments = ["-cmd", ".timeout 5000", location.path, sql]
    try program.run()
    program.waitUntilExit()
    guard program.terminationStatus == 0 else { throw Failed() }
  }
}
