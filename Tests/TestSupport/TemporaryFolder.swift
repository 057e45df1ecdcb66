import FoundationEssentials
import Glibc

/// An empty folder, mode 0700, removed with its last reference.
public final class TemporaryFolder: Sendable {
  public let path: String

  /// Nil where the system refuses.
  public init?() {
    var template = Array("/tmp/mcpcred-test-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { return nil }
    path = String(cString: made)
  }

  public subscript(_ name: String) -> String { "\(path)/\(name)" }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
