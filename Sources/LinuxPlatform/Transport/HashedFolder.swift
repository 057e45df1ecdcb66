import Glibc

/// A folder of certificates whose files are named by the hash of the name that they certify, as `openssl rehash` names them.
enum HashedFolder {
  /// Whether anything can be found in it by a hash. False where it cannot be read.
  static func isOne(_ path: String) -> Bool {
    guard let folder = opendir(path) else { return false }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let isHash = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: UInt8.self, capacity: 11) { isHashName(UnsafeBufferPointer(start: $0, count: 11)) }
      }
      if isHash { return true }
    }
    return false
  }

  /// Eight hexadecimal digits, a full stop, a number.
  static func isHashName(_ name: some Collection<UInt8>) -> Bool {
    let parts = name.prefix { $0 != 0 }.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 2 && parts[0].count == 8 && parts[0].allSatisfy(isHexDigit)
      && !parts[1].isEmpty && parts[1].allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
  }
}
