public import Registry

/// Keeps a key-encryption key in the desktop's Secret Service. The locator is the registry's id in hexadecimal digits.
///
/// Nothing of libsecret is loaded before the first call. No call shows a prompt or waits longer than its deadline.
public struct SecretServiceKeyProvider: KeyProvider {
  private let environment: [String: String]
  private let lock: SecretServiceLock
  private let deadline: Duration

  /// The environment names the bus and the runtime folder; the lock folder stands in for the latter. The deadline is for
  /// each call as a whole, waiting for other processes included.
  public init(environment: [String: String], lockFolder: String, deadline: Duration = .seconds(3)) {
    self.environment = environment
    lock = SecretServiceLock(environment: environment, fallback: lockFolder)
    self.deadline = deadline
  }

  public var kind: KeyProviderKind { .secretService }

  public func keys(at locator: String) throws(KeyError) -> [KeyEncryptionKey] {
    try talk(about: locator) { conversation throws(KeyError) in
      let items = try conversation.search()
      guard !items.isEmpty else { throw .absent(.secretService) }
      let keys = items.compactMap(\.key)
      guard !keys.isEmpty else { throw .mismatch(.secretService) }
      return keys
    }
  }

  public func store(_ key: KeyEncryptionKey, at locator: String) throws(KeyError) {
    try talk(about: locator) { conversation throws(KeyError) in
      guard try conversation.search().isEmpty else {
        throw .unavailable(.secretService, "it has a key of this registry already")
      }
      try conversation.store(key)
      let kept = try conversation.search()
      guard kept.contains(where: { Self.holds($0, key) }) else {
        throw .unavailable(.secretService, "another key was read back than was stored")
      }
    }
  }

  /// Deletes the item that holds this very key; other items stay. `KeyError.absent` where none does.
  public func remove(_ key: KeyEncryptionKey, at locator: String) throws(KeyError) {
    try talk(about: locator) { conversation throws(KeyError) in
      guard let item = try conversation.search().first(where: { Self.holds($0, key) }) else {
        throw .absent(.secretService)
      }
      try conversation.delete(item)
    }
  }

  private func talk<Answer>(
    about locator: String, _ body: (SecretServiceConversation) throws(KeyError) -> Answer
  ) throws(KeyError) -> Answer {
    guard let address = SessionBus.address(environment) else {
      throw .unavailable(.secretService, "there is no D-Bus session: DBUS_SESSION_BUS_ADDRESS is not set")
    }
    let end = ContinuousClock.now + deadline
    let held = try lock.take(until: end)
    defer { held.release() }
    return try body(SecretServiceConversation(address: address, locator: locator, end: end))
  }

  private static func holds(_ item: SecretServiceItem, _ key: KeyEncryptionKey) -> Bool {
    guard var kept = item.key?.exposedHex else { return false }
    var wanted = key.exposedHex
    defer {
      WipedBytes.wipe(&kept)
      WipedBytes.wipe(&wanted)
    }
    return kept == wanted
  }
}
