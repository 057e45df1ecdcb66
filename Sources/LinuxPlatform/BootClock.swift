import Glibc
public import Registry

/// The machine's own count of time.
public enum BootClock {
  /// This moment; nil where the kernel does not tell which start of the machine this is.
  public static func now() -> BootInstant? {
    var time = timespec()
    guard clock_gettime(CLOCK_BOOTTIME, &time) == 0,
      let file = try? Descriptor(opening: "/proc/sys/kernel/random/boot_id", O_RDONLY),
      let bytes = try? file.read(limit: 64), bytes.count >= 36
    else { return nil }
    return BootInstant(bootID: String(decoding: bytes.prefix(36), as: UTF8.self), seconds: Int64(time.tv_sec))
  }
}
