public import Registry
import Synchronization

/// A keyring in memory, which can be told to misbehave.
public final class MemoryKeyProvider: KeyProvider {
  private struct State {
    var keys: [String: [KeyEncryptionKey]] = [:]
    var failure: KeyError?
    var reads = 0
    var stores = 0
  }

  public let kind: KeyProviderKind
  private let state = Mutex(State())

  public init(_ kind: KeyProviderKind = .secretService) { self.kind = kind }

  /// How often a key was asked for, whatever came of it.
  public var reads: Int { state.withLock { $0.reads } }
  /// How often a key was stored.
  public var stores: Int { state.withLock { $0.stores } }

  /// From now on every call fails with this; nil mends it.
  public func fail(with failure: KeyError?) { state.withLock { $0.failure = failure } }

  /// Replaces what is held everywhere by this key, as another registry's would be.
  public func exchange(_ key: KeyEncryptionKey) {
    state.withLock { state in state.keys = state.keys.mapValues { _ in [key] } }
  }

  /// Forgets every key.
  public func empty() { state.withLock { $0.keys = [:] } }

  public func keys(at locator: String) throws(KeyError) -> [KeyEncryptionKey] {
    let kind = kind
    return try state.withLock { (state) throws(KeyError) in
      state.reads += 1
      if let failure = state.failure { throw failure }
      guard let keys = state.keys[locator] else { throw .absent(kind) }
      return keys
    }
  }

  public func store(_ key: KeyEncryptionKey, at locator: String) throws(KeyError) {
    try state.withLock { (state) throws(KeyError) in
      if let failure = state.failure { throw failure }
      state.stores += 1
      state.keys[locator, default: []].insert(key, at: 0)
    }
  }
}
