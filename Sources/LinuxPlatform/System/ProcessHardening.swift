import CLinux
import Glibc
import Synchronization

/// Keeps secrets in memory from leaving by the back door.
public enum ProcessHardening {
  /// What the person's own new files have.
  private static let maskBefore = Mutex<mode_t?>(nil)

  /// New files are private (umask 077), there is no core file, and no other process of the user may trace this one.
  ///
  /// Undone by exec: a program started again from its own file calls it again. False where the kernel refused a part.
  @discardableResult
  public static func apply() -> Bool {
    let before = umask(0o077)
    maskBefore.withLock { $0 = $0 ?? before }
    return clinux_harden() == 0
  }

  /// For a program that takes this one's place.
  static func restoreMask() { if let mask = maskBefore.withLock({ $0 }) { umask(mask) } }
}
