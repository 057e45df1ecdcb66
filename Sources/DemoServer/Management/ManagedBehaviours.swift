/// Behaviours on the management port.
enum ManagedBehaviours {
  private struct Mistake: Error {
    let text: String
  }

  /// Nothing is switched if one of the names is unknown.
  static func change(_ body: JSON, in world: inout World) -> ManagementResult {
    do throws(Mistake) {
      let (on, off) = (try behaviours(body["on"]), try behaviours(body["off"]))
      guard on.isDisjoint(with: off) else { throw Mistake(text: "a behaviour cannot be both on and off") }
      world.behaviours.formUnion(on)
      world.behaviours.subtract(off)
      return .done(json(world.behaviours))
    } catch {
      return .failure(error.text)
    }
  }

  private static func behaviours(_ value: JSON?) throws(Mistake) -> Set<Behaviour> {
    guard let value else { return [] }
    guard let names = value.strings else { throw Mistake(text: "on and off must be arrays of names") }
    var behaviours: Set<Behaviour> = []
    for name in names {
      guard let behaviour = Behaviour(rawValue: name) else { throw Mistake(text: "there is no behaviour \(name)") }
      behaviours.insert(behaviour)
    }
    return behaviours
  }

  /// The names of those that are on, in the order of the list.
  static func json(_ on: Set<Behaviour>) -> JSON {
    ["on": .strings(Behaviour.allCases.filter(on.contains).map(\.rawValue))]
  }
}
