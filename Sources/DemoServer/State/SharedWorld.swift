import Synchronization

/// The one place where requests meet: each takes the whole world for the moment it needs.
final class SharedWorld: Sendable {
  private let world: Mutex<World>

  init(_ configuration: DemoConfiguration) { world = Mutex(World(configuration)) }

  func with<Value: Sendable>(_ body: (inout World) -> Value) -> Value { world.withLock { body(&$0) } }
}
