import Foundation

/// Where the things under test are.
enum Places {
  private static let given = ProcessInfo.processInfo.environment

  /// A built program: in `MCPCRED_TEST_BINARIES`, or beside the test bundle.
  static func binary(_ name: String) throws -> String {
    if let folder = given["MCPCRED_TEST_BINARIES"] { return "\(folder)/\(name)" }
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    for _ in 0..<6 {
      folder.deleteLastPathComponent()
      let path = folder.appendingPathComponent(name).path
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue { return path }
    }
    throw TestFailure("\(name) is not beside \(CommandLine.arguments[0]); MCPCRED_TEST_BINARIES names its folder")
  }

  /// The package's folder.
  static let package = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// The scripts of the servers that this project did not write.
  static let counterpartScripts = "\(package)/Tests/Counterparts"

  /// The virtual environments they run in.
  static let counterparts = given["MCPCRED_TEST_COUNTERPARTS"] ?? "\(package)/.venv/counterparts"

  /// Whether the test process was told that tests may use a Secret Service.
  static let mayUseSecretService = given["MCPCRED_TEST_SECRET_SERVICE"] == "1"

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
