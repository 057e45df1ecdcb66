import SQLite

/// The columns that a new token pair fills, alike for a login and a refresh.
struct TokenColumns {
  /// For `UPDATE grant SET`, with a place for each of `values`.
  static let assignments = """
    generation = ?, sealed_access = ?, sealed_refresh = ?, granted_scope = ?, obtained_at = ?, lifetime = ?,
    expires_at = ?, due_at = ?, keepalive_at = ?, refresh_obtained_at = ?, refresh_lifetime = ?, boot_id = ?, boot_time = ?
    """

  let values: [any SQLiteBindable]

  /// The tokens are sealed under the generation that they begin.
  init(_ tokens: TokenSet, sealed: (access: [UInt8]?, refresh: [UInt8]?), generation: Int64) {
    values = [
      generation, sealed.access, sealed.refresh, tokens.grantedScope?.description, tokens.obtainedAt.seconds,
      tokens.lifetime, tokens.expiresAt?.seconds, tokens.dueAt?.seconds, tokens.keepaliveAt?.seconds,
      tokens.refreshObtainedAt?.seconds, tokens.refreshLifetime, tokens.boot?.bootID, tokens.boot?.seconds,
    ]
  }
}
