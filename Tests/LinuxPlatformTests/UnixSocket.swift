import Foundation

/// A listening socket that accepts connections and never says a word.
final class UnixSocket {
  private let descriptor: Int32

  init(path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8) + [0]
    let capacity = MemoryLayout.size(ofValue: address.sun_path)
    guard descriptor >= 0, bytes.count <= capacity else { throw POSIXError(.ENAMETOOLONG) }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) + listen(descriptor, 8)
      }
    }
    guard bound == 0 else { throw POSIXError(.EADDRINUSE) }
  }

  /// The socket's file stays: it is stale then.
  func close() { Foundation.close(descriptor) }
}
