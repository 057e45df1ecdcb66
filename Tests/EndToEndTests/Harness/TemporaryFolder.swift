import Foundation

/// An empty folder, mode 0700, removed with its last reference.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    let made = FileManager.default.temporaryDirectory.appendingPathComponent(
      "mcpcred-e2e-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(
      at: made, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    path = made.resolvingSymlinksInPath().path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  subscript(_ name: String) -> String { "\(path)/\(name)" }

  /// Makes a folder in it and gives its path.
  func folder(_ name: String) throws -> String {
    try FileManager.default.createDirectory(
      atPath: self[name], withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    return self[name]
  }

  /// Writes a file and gives its path.
  @discardableResult
  func write(_ name: String, _ text: String, mode: Int = 0o600) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: self[name]))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: self[name])
    return self[name]
  }

  func read(_ name: String) -> String {
    FileManager.default.contents(atPath: self[name]).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}
