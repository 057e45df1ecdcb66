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
    let bytes: [UInt8]
    do throws(ErrorNumber) {
      bytes = try Descriptor(openingRegular: path, O_RDONLY).read(limit: limit + 1)
    } catch {
      throw AssertionFileError(path: path, error == .notRegular ? .notAFile : .unreadable(reason: error.text))
    }
    guard bytes.count <= limit else { throw AssertionFileError(path: path, .tooLarge(limit: limit)) }
    return bytes
  }
}
