public import FoundationEssentials

extension ServerRegistry {
  /// The tools cached for an account, fresh or stale.
  public func cachedTools(of server: Server, account: String) throws(RegistryError) -> CachedTools? {
    try read { (connection) throws(RegistryError) in
      try connection.first(
        "SELECT body, protocol_version, fresh_until, fetched_at FROM tool_cache WHERE server_id = ? AND account = ? AND method = 'tools/list'",
        [server.id, account]
      ) {
        CachedTools(
          body: $0.text(0), protocolVersion: $0.text(1), freshUntil: Date(seconds: $0.integer(2)),
          fetchedAt: Date(seconds: $0.integer(3)))
      }
    }
  }

  /// Keeps a tool list until it is asked for again.
  public func cacheTools(
    _ tools: CachedTools, of server: Server, account: String, generation: Int64, at now: Date
  ) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      try connection.apply(
        """
        INSERT INTO tool_cache (server_id, account, generation, protocol_version, body, fetched_at, fresh_until)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (server_id, account, method) DO UPDATE SET generation = ?3,
        protocol_version = ?4, body = ?5, fetched_at = ?6, fresh_until = ?7
        """,
        [
          server.id, account, generation, tools.protocolVersion, tools.body, now.seconds, tools.freshUntil.seconds,
        ])
    }
  }
}
