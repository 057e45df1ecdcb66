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
}
