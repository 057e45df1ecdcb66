import OAuth
import Registry

/// The registry's data keys, opened once in a process, and what they open.
struct KeyRing: Room {
  let workplace: Workplace

  /// Chooses a provider and makes the registry's first key with it.
  ///
  /// Throws `alreadyInitialized` where the registry has a key. A key the provider already holds at the locator is
  /// taken, not replaced: it is this registry's own, left by a run that was cut short, or one the person made.
  func initialize(provider: KeyProviderKind, locator: String) throws(EngineError) {
    try withInitLock { () throws(EngineError) in
      if let slot = try stored(registry.keySlots()).first {
        throw .alreadyInitialized(slot.provider, locator: slot.locator)
      }
      _ = try createKeys(provider, locator)
    }
  }

  /// The opened data keys; made with the Secret Service where the registry has none yet.
  ///
  /// "Locked", "absent", "timed out" and "wrong key" make nothing: where a slot exists, it is opened or its own error
  /// is thrown.
  func dataKeys() throws(EngineError) -> DataKeys {
    try workplace.keyCache.keys { () throws(EngineError) in try openOrCreateKeys() }
  }

  /// Opens the registry's keys, and makes none: false where there are none yet, its own error where they do not open.
  func checkKeys() throws(EngineError) -> Bool { try existingKeys() != nil }

  /// The opened data keys where the registry has any; makes none.
  func existingKeys() throws(EngineError) -> DataKeys? {
    try stored(registry.keySlots()).isEmpty ? nil : try dataKeys()
  }

  private func openOrCreateKeys() throws(EngineError) -> DataKeys {
    if let keys = try openSlots() { return keys }
    return try withInitLock { () throws(EngineError) in
      // Another process may have made the key while this one waited.
      if let keys = try openSlots() { return keys }
      return try createKeys(.secretService, registry.idText)
    }
  }

  private func openSlots() throws(EngineError) -> DataKeys? {
    let slots = try stored(registry.keySlots())
    var failure: EngineError?
    for slot in slots {
      do throws(EngineError) { return try open(slot) } catch { failure = failure ?? error }
    }
    if let failure { throw failure }
    return nil
  }

  private func open(_ slot: KeySlot) throws(EngineError) -> DataKeys {
    let candidates: [KeyEncryptionKey]
    do { candidates = try dependencies.keyProvider(slot.provider).keys(at: slot.locator) } catch {
      if case .absent = error { throw .keyAbsent(slot.provider, locator: slot.locator) }
      throw .key(error)
    }
    guard let keys = try stored(registry.openKeys(slot, with: candidates)) else {
      throw .key(.mismatch(slot.provider))
    }
    return keys
  }

  private func createKeys(_ kind: KeyProviderKind, _ locator: String) throws(EngineError) -> DataKeys {
    let provider = dependencies.keyProvider(kind)
    let key: KeyEncryptionKey
    do throws(KeyError) {
      if let found = try existing(provider, locator) {
        key = found
      } else {
        key = try makeKey(provider, locator)
      }
    } catch {
      throw .cannotMakeKey(error)
    }
    let keys = try stored(registry.createKeys(provider: kind, locator: locator, key: key, at: dependencies.now()))
    notify(.keyCreated(provider: kind.rawValue, locator: locator))
    return keys
  }

  private func existing(_ provider: any KeyProvider, _ locator: String) throws(KeyError) -> KeyEncryptionKey? {
    do throws(KeyError) {
      return try provider.keys(at: locator).first
    } catch {
      if case .absent = error { return nil }
      throw error
    }
  }

  private func makeKey(_ provider: any KeyProvider, _ locator: String) throws(KeyError) -> KeyEncryptionKey {
    guard let key = KeyEncryptionKey(bytes: dependencies.randomBytes(32)) else {
      throw .unavailable(provider.kind, "no randomness")
    }
    try provider.store(key, at: locator)
    return key
  }

  /// Two first commands at once make one key.
  private func withInitLock<Value>(_ body: () throws(EngineError) -> Value) throws(EngineError) -> Value {
    let held: any HeldLock
    do throws(LockError) {
      held = try dependencies.locks.wait("init")
    } catch {
      throw .lock(error)
    }
    defer { held.release() }
    return try body()
  }

  /// The access token of a login, opened and noted as handed out.
  func openAccess(_ grant: Grant) throws(EngineError) -> Secret {
    let keys = try dataKeys()
    guard let access = try stored(registry.accessToken(of: grant, keys: keys))
    else {
      throw .loginRequired(server: grant.serverName, account: grant.account, .revoked)
    }
    workplace.handOuts.note(HandOut(grant))
    return access
  }
}
