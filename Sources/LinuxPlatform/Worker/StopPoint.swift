import Engine
import Glibc

/// Where a test lets a process end in the middle of a refresh. Only debug builds have it.
enum StopPoint {
  /// Ends this process as SIGKILL does, where the environment names this step: `MCPCRED_STOP_AT` is a comma-separated
  /// list. With `=pause` behind its name the process stands still there until SIGCONT.
  static func reached(_ step: RefreshStep) {
    #if STOP_POINTS
      guard let list = getenv("MCPCRED_STOP_AT") else { return }
      for entry in String(cString: list).split(separator: ",") {
        // To this thread: a signal to the process may let it run on for a moment.
        if entry == step.rawValue { raise(SIGKILL) }
        if entry == step.rawValue + "=pause" { raise(SIGSTOP) }
      }
    #endif
  }
}
