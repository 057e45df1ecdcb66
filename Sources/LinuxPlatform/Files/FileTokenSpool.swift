public import Engine
import Glibc

/// Spool files in a folder beside the registry, one for each grant whose refresh token is being spent.
public struct FileTokenSpool: TokenSpool {
  private let folder: String

  private static let limit = 4 * 1024 * 1024
  private static let mark = Array("mcpcred\u{1}".utf8)

  /// The folder is made when the first file is.
  public init(folder: String) { self.folder = folder }

  public func allocate(_ grant: Int64, bytes: Int) throws(TokenSpoolError) {
    let path = path(grant)
    do throws(ErrorNumber) {
      let file = try opened(path, O_RDWR | O_CREAT)
      // On a filesystem that cannot allocate, glibc writes; the number is the result, not errno.
      var failure: Int32
      repeat { failure = posix_fallocate(file.number, 0, off_t(bytes)) } while failure == EINTR
      guard failure == 0 else { throw ErrorNumber(failure) }
    } catch {
      throw Self.failure(path, error)
    }
  }

  public func keep(_ bytes: [UInt8], for grant: Int64) throws(TokenSpoolError) {
    let path = path(grant)
    do throws(ErrorNumber) {
      let file = try opened(path, O_RDWR | O_CREAT)
      let size = withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { Array($0) }
      try file.write(Self.mark + size + bytes)
      try file.synchronise()
      // The file may be as new as its content.
      try Descriptor(opening: folder, O_RDONLY | O_DIRECTORY).synchronise()
    } catch {
      throw Self.failure(path, error)
    }
  }

  public func kept(for grant: Int64) throws(TokenSpoolError) -> [UInt8]? {
    let path = path(grant)
    do throws(ErrorNumber) {
      let bytes = try Descriptor(openingRegular: path, O_RDONLY | O_NOFOLLOW).read(limit: Self.limit)
      let head = Self.mark.count + 4
      guard bytes.count > head, bytes.starts(with: Self.mark) else { return nil }
      let size = bytes[Self.mark.count..<head].reduce(0) { $0 << 8 | Int($1) }
      guard size > 0, size <= bytes.count - head else { return nil }
      return Array(bytes[head..<head + size])
    } catch {
      guard error.number != ENOENT else { return nil }
      throw Self.failure(path, error)
    }
  }

  public func discard(_ grant: Int64) { unlink(path(grant)) }

  private func path(_ grant: Int64) -> String { "\(folder)/\(grant)" }

  private func opened(_ path: String, _ flags: Int32) throws(ErrorNumber) -> Descriptor {
    do { return try Descriptor(openingRegular: path, flags | O_NOFOLLOW, mode: 0o600) } catch {
      guard error.number == ENOENT, (try? PrivateFolder.ensure(folder)) != nil else { throw error }
    }
    return try Descriptor(openingRegular: path, flags | O_NOFOLLOW, mode: 0o600)
  }

  private static func failure(_ path: String, _ error: ErrorNumber) -> TokenSpoolError {
    TokenSpoolError(
      path: path, reason: error.text, isFull: [ENOSPC, EDQUOT].contains(error.number))
  }
}
