import FoundationEssentials
import Registry

/// What is known about a registry's timer.
struct TimerState: Equatable {
  /// What starts the refresher.
  enum Installation: Equatable {
    case systemd(UnitState)
    /// The unit files are there, and nobody answers for them; the text says why.
    case unreachable(String)
    case cron
  }

  let name: String
  /// Nil where none is installed.
  var installation: Installation?
  /// The refresher's last run, whoever started it.
  var run: RefresherRun?
  /// Nil where that means nothing.
  var isLingering: Bool?
  /// Whether a daemon reads crontabs; nil where that is not known, or means nothing.
  var hasCronDaemon: Bool?
  /// Nil where no timer is installed.
  var key: KeyCheck?

  /// How long the refresher may be silent: many times the timer's period, and a night's sleep of the machine is noticed
  /// only until the timer fires after it.
  static let longestSilence: TimeInterval = 3600

  /// When it fires next, as far as that can be told.
  func nextAt(now: Date) -> Date? {
    switch installation {
    case .systemd(let unit): unit.nextAt
    // Minutes that are multiples of five are so in every time zone.
    case .cron: Date(seconds: (now.seconds / 300 + 1) * 300)
    case .unreachable, nil: nil
    }
  }

  /// The first thing that is not as it should be.
  func problem(now: Date) -> TimerProblem? {
    switch installation {
    case nil: return .notInstalled
    case .unreachable(let reason): return .unreachable(reason)
    case .systemd(let unit) where !unit.isEnabled: return .notEnabled
    case .systemd(let unit) where !unit.isActive: return .notActive
    case .cron where hasCronDaemon == false: return .noCronDaemon
    case .systemd, .cron: break
    }
    if let key, key != .open, key != .none { return .key(key) }
    if case .systemd(let unit) = installation, unit.result != "success" { return .failed(unit.result) }
    guard let run else { return .notRunYet }
    // Of a run that is still to come nobody knows when it was.
    let isKnown = StoredTime.counts(run.endedAt, of: now)
    if !isKnown || now.timeIntervalSince(run.endedAt) > Self.longestSilence { return .late(since: run.endedAt) }
    return run.status == 0 ? nil : .ended(run.status)
  }
}
