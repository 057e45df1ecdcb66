import Registry

/// The locks of the kernel, waited for with patience.
struct Locks: Room {
  let workplace: Workplace

  /// Longer than whoever holds a lock may take: 60 seconds.
  static let patience = Duration.seconds(65)

  /// The grant's lock, whatever its holder stores meanwhile.
  func lock(_ grant: Grant) async throws(EngineError) -> any HeldLock {
    try await lock(named: RefreshOrder.lockName(grant.id), grant.serverName)
  }

  func lock(named name: String, _ server: String) async throws(EngineError) -> any HeldLock {
    let end = deadline(after: Self.patience)
    while true {
      if let held = try attempt(name) { return held }
      guard !end.hasPassed else { throw .busy(server: server) }
      await dependencies.sleep(.milliseconds(50))
      guard !Task.isCancelled else { throw .cancelled }
    }
  }

  /// The lock for the first login of a server's account, which has no row yet.
  func lock(_ server: Server) async throws(EngineError) -> any HeldLock {
    try await lock(named: "server-\(server.id)", server.name)
  }

  /// One attempt that does not wait; nil while someone else holds it.
  func attempt(_ name: String) throws(EngineError) -> (any HeldLock)? {
    do { return try dependencies.locks.attempt(name) } catch { throw .lock(error) }
  }
}
