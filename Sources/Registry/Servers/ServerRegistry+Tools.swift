public import FoundationEssentials

extension ServerRegistry {
  /// What a server answered to `method` for an account, its tools where none is named; fresh or stale.
  public func cachedTools(
    of server: Server, account: String, method: String = "tools/list"
  ) throws(RegistryError) -> CachedTools? {
    try read { (connection) throws(RegistryError) in
      try connection.first(
        "SELECT body, protocol_version, fresh_until, fetched_at FROM tool_cache WHERE server_id = ? AND account = ? AND method = ?",
        [server.id, account, method]
      ) {
        CachedTools(
          body: $0.text(0), protocolVersion: $0.text(1), freshUntil: Date(seconds: $0.integer(2)),
          fetchedAt: Date(seconds: $0.integer(3)))
      }
    }
  }

  /// Keeps a server's answer to `method` until it is asked for again.
  public func cacheTools(
    _ tools: CachedTools, of server: Server, account: String, method: String = "tools/list", generation: Int64,
    at now: Date
  ) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      try connection.apply(
        """
        INSERT INTO tool_cache (server_id, account, generation, protocol_version, body, fetched_at, fresh_until, method)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (server_id, account, method) DO UPDATE SET generation = ?3,
        protocol_version = ?4, body = ?5, fetched_at = ?6, fresh_until = ?7
        """,
        [
          server.id, account, generation, tools.protocolVersion, tools.body, now.seconds, tools.freshUntil.seconds,
          method,
        ])
    }
  }

  /// Has the server's answer to `method` asked for anew at its next use, for whichever account: it has said that it changed.
  public func ageTools(of server: Server, method: String) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      try connection.apply(
        "UPDATE tool_cache SET fresh_until = 0 WHERE server_id = ? AND method = ?", [server.id, method])
    }
  }
}
