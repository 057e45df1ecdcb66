import FoundationEssentials
import Registry

/// A part of the engine: a value over the workplace, whose methods are what is done there. The other rooms that it uses are
/// its first properties; docs/ARCHITECTURE.md has the order of the rooms.
protocol Room: Sendable {
  var workplace: Workplace { get }
}

extension Room {
  var registry: ServerRegistry { workplace.registry }
  var dependencies: Dependencies { workplace.dependencies }
  var actor: String? { workplace.actor }
  var notify: @Sendable (Notice) -> Void { workplace.notify }

  /// One registry call, with the engine's error: `try stored(registry.server(named: name))`.
  func stored<Value>(_ call: @autoclosure () throws(RegistryError) -> Value) throws(EngineError) -> Value {
    do { return try call() } catch { throw .registry(error) }
  }

  /// Several registry calls that belong together, with the engine's error.
  func withRegistry<Value>(_ body: () throws(RegistryError) -> Value) throws(EngineError) -> Value {
    do { return try body() } catch { throw .registry(error) }
  }

  /// A wait that begins now.
  func deadline(after patience: Duration) -> Deadline { Deadline(after: patience, by: dependencies.monotonic) }

  /// Somewhere from 0 to 1, for waits that must not fall together.
  func fraction() -> Double { Double(dependencies.randomBytes(1).first ?? 0) / 255 }
}
