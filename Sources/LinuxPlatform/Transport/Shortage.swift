import Glibc

/// A want of memory in the kernel, which may pass. An answer that lies in the socket is worth the wait: there will not be
/// another one.
struct Shortage {
  /// Two seconds in all.
  private var tries = 100

  /// After a pause, whether to try again: not for another error, and not where it goes on.
  mutating func mayPass(_ error: Int32) -> Bool {
    guard error == ENOMEM || error == ENOBUFS, tries > 0 else { return false }
    tries -= 1
    usleep(20_000)
    return true
  }
}
