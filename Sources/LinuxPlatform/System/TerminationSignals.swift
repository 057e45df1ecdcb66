import CLinux
import Glibc

/// Ctrl-C, a service manager's stop and a terminal that goes away, as an event instead of a sudden end.
///
/// A handler that writes to a pipe and one thread that reads it: no signal mask to inherit (signalfd would need every
/// thread to block the signals before it starts), no dispatch queue to set up, and nothing at all until `watch`.
public enum TerminationSignals {
  /// Calls back, on a thread of its own, with the first SIGINT, the first SIGTERM and the first SIGHUP; a second one of the same kind ends
  /// the process as usual. A signal that was ignored at the start stays ignored (`nohup`).
  ///
  /// Works once in a process; false means that it is watching already or the system refused.
  public static func watch(_ received: @escaping @Sendable (Int32) -> Void) -> Bool {
    let pipe = clinux_signal_pipe([SIGINT, SIGTERM, SIGHUP], 3)
    guard pipe >= 0 else { return false }
    return DetachedThread.start {
      var number: UInt8 = 0
      while true {
        let count = read(pipe, &number, 1)
        if count == 1 { received(Int32(number)) } else if count == 0 || errno != EINTR { return }
      }
    }
  }
}
