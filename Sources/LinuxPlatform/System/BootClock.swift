import Glibc
public import Registry

/// The machine's own count of time: it goes on in sleep, and nobody can set it (clock_gettime(2), `CLOCK_BOOTTIME`).
public enum BootClock {
  /// Since the machine started.
  public static func elapsed() -> Duration {
    var time = timespec()
    // Fails for a clock the kernel does not have alone; Linux has had this one since 2.6.39.
    clock_gettime(CLOCK_BOOTTIME, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  /// This moment; nil where the kernel does not tell which start of the machine this is.
  public static func now() -> BootInstant? {
    guard let file = try? Descriptor(opening: "/proc/sys/kernel/random/boot_id", O_RDONLY),
      let bytes = try? file.read(limit: 64), bytes.count >= 36
    else { return nil }
    return BootInstant(bootID: String(decoding: bytes.prefix(36), as: UTF8.self), seconds: elapsed().components.seconds)
  }
}
