public import FoundationEssentials
import SQLite

extension ServerRegistry {
  /// Counts hand-outs that have happened: one row for each login, generation, program and hour.
  ///
  /// What was handed out must not wait for the disk or fail with it. So the commit is not synced (a power cut may lose
  /// the count, never more: the log before it is on disk already), a lock is waited for as briefly as can be, and a
  /// failure is nobody's.
  public func count(_ handOuts: [HandOut], at now: Date, actor: String?) {
    guard !handOuts.isEmpty else { return }
    do throws(RegistryError) {
      try withoutSync { (connection) throws(RegistryError) in
        for handOut in handOuts { try Self.count(handOut, at: now, actor: actor, connection) }
      }
    } catch {}
  }

  private static func count(
    _ handOut: HandOut, at now: Date, actor: String?, _ connection: borrowing SQLiteConnection
  ) throws(RegistryError) {
    try connection.apply(
      """
      INSERT INTO event (at, kind, server_name, account, issuer, grant_id, generation, actor, hour)
      VALUES (?, 'handed-out', ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (grant_id, generation, actor, hour) WHERE kind = 'handed-out' DO UPDATE SET count = \(Self.oneMore("count"))
      """,
      [
        now.seconds, handOut.server, handOut.account, handOut.issuer, handOut.grant, handOut.generation,
        // Two NULLs are never the same, and would never be counted together.
        actor ?? "", now.seconds / 3600,
      ])
    try connection.apply(
      """
      UPDATE grant SET last_used_at = ?1 WHERE id = ?2
      AND (coalesce(last_used_at, 0) < ?1 OR last_used_at > ?1 + \(StoredTime.longestWait))
      """,
      [now.seconds / 3600 * 3600, handOut.grant])
    try trimSometimes(connection)
  }
}
