import FoundationEssentials
import SQLite

extension ServerRegistry {
  /// Keeps how a run of the refresher ended, in place of the one before it.
  public func keep(_ run: RefresherRun) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      // Replaced and not updated: with a new id it is never among the events that are too old to be kept.
      try connection.apply(
        "INSERT OR REPLACE INTO event (at, kind, cause, actor) VALUES (?, 'refresher-ran', ?, ?)",
        [run.endedAt.seconds, String(run.status), run.actor])
    }
  }

  /// The refresher's last run; nil where it never ran.
  public func lastRun() throws(RegistryError) -> RefresherRun? {
    try read { (connection) throws(RegistryError) in
      try connection.first("SELECT at, cause, actor FROM event WHERE kind = 'refresher-ran'") { row in
        RefresherRun(
          endedAt: Date(seconds: row.integer(0)), status: row.optionalText(1).flatMap { Int32($0) } ?? 1,
          actor: row.optionalText(2))
      }
    }
  }
}
