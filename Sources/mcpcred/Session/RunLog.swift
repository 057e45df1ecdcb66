import FoundationEssentials
import LinuxPlatform
import Registry
import Synchronization

/// Keeps when and how the refresher's runs ended. What cannot be kept fails no run.
final class RunLog: Sendable {
  private let registry: ServerRegistry
  private let kept = Mutex<RefresherRun?>(nil)

  /// Seconds in which a run that ended like the one before it is not written down: each is a wait for the disk.
  private static let pause = 300.0

  init(_ registry: ServerRegistry) { self.registry = registry }

  func note(_ status: ExitStatus, at now: Date = Date()) {
    let run = RefresherRun(endedAt: now, status: status.rawValue, actor: ProcessName.parent)
    let isNews = kept.withLock { before in
      if let known = before, known.status == run.status,
        (0..<Self.pause).contains(now.timeIntervalSince(known.endedAt))
      {
        return false
      }
      before = run
      return true
    }
    if isNews { try? registry.keep(run) }
  }
}
