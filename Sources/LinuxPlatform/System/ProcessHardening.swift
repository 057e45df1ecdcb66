import CLinux
import Glibc

/// Keeps secrets in memory from leaving by the back door.
public enum ProcessHardening {
  /// New files are private (umask 077), there is no core file, and no other process of the user may trace this one.
  ///
  /// Undone by exec: a program started again from its own file calls it again. False where the kernel refused a part.
  @discardableResult
  public static func apply() -> Bool {
    umask(0o077)
    return clinux_harden() == 0
  }
}
