import Glibc

/// Who would start the lines of crontabs on this machine.
public enum CronDaemon {
  /// What the daemons are called: those of Debian, cronie and busybox, fcron, and bcron.
  private static let names: Set = ["cron", "crond", "fcron", "bcron-sched", "bcron-start"]
  /// Makes timers of systemd from crontabs, so that there is no daemon.
  private static let generators = ["/usr/lib", "/lib"].map {
    "\($0)/systemd/system-generators/systemd-crontab-generator"
  }

  /// Whether one runs; nil where the processes of others cannot be seen.
  public static var isRunning: Bool? { isRunning(ProcFolder.processNames) }

  static func isRunning(_ processes: [String]?) -> Bool? {
    guard let processes else { return nil }
    return processes.contains(where: names.contains) || generators.contains { access($0, F_OK) == 0 }
  }
}
