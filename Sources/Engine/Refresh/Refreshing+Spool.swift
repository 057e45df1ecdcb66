import FoundationEssentials
import Registry

extension Refreshing {
  /// 2a. Stores what a worker could only keep in the grant's spool file; nil where there is nothing for this row.
  ///
  /// Nothing is sent, and until it is stored nothing may be: the answer is the only one there will be.
  func storeSpooled(_ grant: Grant) throws(EngineError) -> Grant? {
    let bytes: [UInt8]?
    do { bytes = try dependencies.spool.kept(for: grant.id) } catch { throw .spool(error) }
    guard let bytes else { return nil }
    let keys = try keyRing.dataKeys()
    // Of another generation: it was stored after all, or a login has taken its place.
    guard let tokens = try? registry.openSpooled(bytes, of: grant, keys: keys) else { return nil }
    let event = event(.refreshed, grant, generation: grant.generation.adding(clamped: 1), cause: "spooled")
    do throws(RegistryError) {
      guard let stored = try registry.commitRefresh(grant, tokens, event: event, keys: keys) else { return nil }
      dependencies.spool.discard(grant.id)
      return stored
    } catch {
      throw .notStored(server: grant.serverName, error, .spooled)
    }
  }

  /// 2a once more, by the worker: where a login has had two lock files, an answer may have been kept since the one who gave
  /// the order looked. The next run stores it; a file that cannot be read might hold one.
  func isKept(_ grant: Grant, _ keys: DataKeys) -> Bool {
    do {
      guard let bytes = try dependencies.spool.kept(for: grant.id) else { return false }
      return (try? registry.openSpooled(bytes, of: grant, keys: keys)) != nil
    } catch {
      return true
    }
  }
}
