public import Engine
import Glibc

/// A file in which a platform says who this program is.
public enum AssertionFile {
  /// More than any such token: those in use have one to four kilobytes.
  private static let limit = 1 << 16

  /// Its bytes. Symbolic links are followed: Kubernetes exchanges such a file by exchanging a link.
  ///
  /// Owner and mode are not looked at, unlike those of our own secrets: the platform makes the file, often as root and
  /// readable for every process in the container (0444, 0644), and the person cannot make it otherwise.
  public static func read(_ path: String) throws(AssertionFileError) -> [UInt8] {
    let isFile: Bool, bytes: [UInt8]
    do throws(ErrorNumber) {
      // Without it a pipe in the file's place would be waited for.
      let file = try Descriptor(opening: path, O_RDONLY | O_NONBLOCK)
      isFile = try FileStatus(file).isFile
      bytes = isFile ? try file.read(limit: limit + 1) : []
    } catch { throw AssertionFileError(path: path, .unreadable(reason: error.text)) }
    guard isFile else { throw AssertionFileError(path: path, .notAFile) }
    guard bytes.count <= limit else { throw AssertionFileError(path: path, .tooLarge(limit: limit)) }
    return bytes
  }
}
