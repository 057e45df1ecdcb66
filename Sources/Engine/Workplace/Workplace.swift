import FoundationEssentials
import Registry

/// What every room of the engine works with: one registry, the outside world, and what this process has learned so far.
final class Workplace: Sendable {
  let registry: ServerRegistry
  let dependencies: Dependencies
  /// This program's version, as servers are told it.
  let version: String
  /// The program that asked, for the audit trail.
  let actor: String?
  /// Told what happens while it happens.
  let notify: @Sendable (Notice) -> Void
  let keyCache = KeyCache()
  let places = ScopeCache()
  let nonces = NonceCache()
  let handOuts = HandOutLog()

  init(
    registry: ServerRegistry, dependencies: Dependencies, version: String, actor: String?,
    notify: @escaping @Sendable (Notice) -> Void
  ) {
    self.registry = registry
    self.dependencies = dependencies
    self.version = version
    self.actor = actor
    self.notify = notify
  }

  /// Counts the access tokens that were handed out. Called when whoever asked has them: it neither delays nor fails a
  /// hand-out.
  func countHandOuts() { registry.count(handOuts.take(), at: dependencies.now(), actor: actor) }
}
