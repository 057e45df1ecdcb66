import Foundation
import SQLite

/// A temporary folder for database files, gone with its owner.
final class DatabaseFolder: Sendable {
  let url: URL

  init() throws {
    url = URL(fileURLWithPath: NSTemporaryDirectory()).appending(path: "sqlite-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String = "test.sqlite") -> String { url.appending(path: name).path }

  func bytes(_ name: String = "test.sqlite") throws -> Data { try Data(contentsOf: url.appending(path: name)) }

  var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: url.path).sorted()) ?? [] }
}
