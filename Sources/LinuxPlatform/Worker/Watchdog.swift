import CLinux
import Glibc

/// Ends this process where it has got stuck: without a thread or memory what waits for them waits for ever, and holds what
/// it holds.
///
/// A timer of the kernel's needs neither. Whatever waits says first for how long at most; time in which the process was
/// stopped or frozen does not count.
public enum Watchdog {
  /// What a caller may take besides its waits. Longer than a slow disk, shorter than a person's patience.
  private static let patience = Duration.seconds(60)
  /// The same for a worker, for which others wait with a lock in its hand.
  private static let workerPatience = Duration.seconds(40)

  /// Begins; once in a process. The texts are what it says: when nothing has moved for too long, when a crash came of a
  /// want of memory, and when of anything else.
  public static func start(stuck: String, shortage: String, fault: String, code: Int32, isWorker: Bool = false) {
    let (stuck, shortage, fault) = (kept(stuck), kept(shortage), kept(fault))
    // What the kernel does not grant is done without.
    _ = clinux_watchdog_start(
      stuck, strlen(stuck), code, milliseconds(isWorker ? workerPatience : patience))
    _ = clinux_watchdog_catch_crashes(shortage, strlen(shortage), code, fault, strlen(fault))
  }

  /// Something begins that may take so long.
  public static func cover(_ wait: Duration) { clinux_watchdog_cover(milliseconds(wait)) }

  /// Waits for a person, or for a reader of a pipe, who may take as long as they like.
  public static func unbounded<Value, Failure: Error>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
    beginUnbounded()
    defer { endUnbounded() }
    return try body()
  }

  /// From now on the process lives for at most so long, whatever it waits for, and says this text at its end. Once in a
  /// process.
  public static func limit(to duration: Duration, text: String, code: Int32) {
    let text = kept(text)
    _ = clinux_watchdog_limit(text, strlen(text), code, milliseconds(duration))
  }

  /// What was wanted within the limit is there: when its end comes the process is done, without a word.
  public static func limitMet() { clinux_watchdog_limit_met() }

  static func beginUnbounded() { clinux_watchdog_begin_unbounded() }

  static func endUnbounded() { clinux_watchdog_end_unbounded() }

  /// For as long as the process lives: a signal handler reads it.
  private static func kept(_ text: String) -> UnsafePointer<CChar> {
    text.withCString { UnsafePointer(strdup($0) ?? UnsafeMutablePointer(mutating: $0)) }
  }

  private static func milliseconds(_ duration: Duration) -> UInt32 {
    let (seconds, rest) = duration.components
    return UInt32(clamping: max(0, min(seconds, 4_000_000)) * 1000 + rest / 1_000_000_000_000_000)
  }
}
