import Engine
import Glibc

/// Where a test lets a process end in the middle of a refresh. Only debug builds have it.
enum StopPoint {
  /// Ends this process as SIGKILL does, where the environment names this step (`MCPCRED_STOP_AT`); with
  /// `MCPCRED_STOP_HOW=pause` it stands still until SIGCONT.
  static func reached(_ step: RefreshStep) {
    #if STOP_POINTS
      guard let named = getenv("MCPCRED_STOP_AT"), String(cString: named) == step.rawValue else { return }
      let how = getenv("MCPCRED_STOP_HOW").map { String(cString: $0) }
      kill(getpid(), how == "pause" ? SIGSTOP : SIGKILL)
    #endif
  }
}
