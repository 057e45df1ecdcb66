import CLinux
import Glibc

/// Names of processes, for the audit trail.
public enum ProcessName {
  /// The name of the program that started this one; nil where the kernel does not say.
  public static var parent: String? { of(getppid()) }

  /// Names this process, as tools that list processes know it; at most 15 bytes.
  public static func set(_ name: String) { clinux_name_process(name) }

  static func of(_ process: pid_t) -> String? {
    guard let file = try? Descriptor(opening: "/proc/\(process)/comm", O_RDONLY),
      let bytes = try? file.read(limit: 64), !bytes.isEmpty
    else { return nil }
    return PlainLine.of(String(decoding: bytes, as: UTF8.self), limit: 64)
  }
}
