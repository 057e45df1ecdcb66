import Foundation

/// The tests as they are written.
enum TestSources {
  static func text(except name: String) throws -> String {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return try files.filter { $0.pathExtension == "swift" && $0.lastPathComponent != name }
      .map { try String(contentsOf: $0, encoding: .utf8) }.joined()
  }
}
