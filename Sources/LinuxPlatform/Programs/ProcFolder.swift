import Glibc

/// The kernel's view of processes.
public enum ProcFolder {
  /// Whether `/proc` shows this process under the number it knows itself by: not where none is mounted, nor where it is
  /// another PID namespace's.
  ///
  /// Without it no thread can be used: libdispatch looks up its own there once in a second, and ends the process where one
  /// is missing.
  public static var isOurs: Bool {
    var buffer = [CChar](repeating: 0, count: 32)
    let count = readlink("/proc/self", &buffer, buffer.count)
    let name = buffer.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }
    return String(decoding: name, as: UTF8.self) == "\(getpid())"
  }

  /// What every process calls itself; nil where those of other users are hidden (proc(5), hidepid).
  static var processNames: [String]? {
    guard name(of: "1") != nil, let folder = opendir("/proc") else { return nil }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let number = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      guard number.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { continue }
      if let name = name(of: number) { names.append(name) }
    }
    return names
  }

  private static func name(of process: String) -> String? {
    guard let file = try? Descriptor(opening: "/proc/\(process)/comm", O_RDONLY), let bytes = try? file.read(limit: 64)
    else { return nil }
    return String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
  }
}
