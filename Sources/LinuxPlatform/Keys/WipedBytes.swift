import CLinux

/// Clearing of memory that held a secret.
enum WipedBytes {
  /// Zeroes the array's own storage; copies that were made of it are not reached.
  static func wipe(_ bytes: inout [UInt8]) {
    bytes.withUnsafeMutableBytes { clinux_wipe($0.baseAddress, $0.count) }
  }
}
