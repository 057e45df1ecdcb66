import FoundationEssentials
import Registry

// The audit trail: what happened to the logins, why, and who asked.
extension Overview {
  /// The newest events that pass the filter, oldest first. No key is needed for it.
  ///
  /// Throws `unknownServer` for a name that no server has or had.
  func trail(_ filter: EventFilter) throws(EngineError) -> [Event] {
    try withRegistry { () throws(RegistryError) in
      let events = try registry.events(filter)
      if events.isEmpty, let name = filter.server, try registry.events(of: name, limit: 1).isEmpty {
        _ = try registry.server(name)
      }
      return events.reversed()
    }
  }
}
