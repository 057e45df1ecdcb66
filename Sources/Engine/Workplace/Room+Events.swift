import FoundationEssentials
import Registry

extension Room {
  /// Keeps an event that goes with no other change.
  func note(_ event: Event) throws(EngineError) {
    try stored(registry.record(event))
  }

  /// A server names another issuer than its logins are bound to.
  func noteIssuerChange(of server: Server, from bound: String, to offered: [String]) throws(EngineError) {
    // The names are a stranger's, and no shorter than it likes.
    let names = offered.prefix(5).map { String($0.prefix(200)) }.joined(separator: " ")
    try note(
      Event(.issuerChanged, at: dependencies.now(), server: server.name, issuer: bound, cause: names, actor: actor))
  }

  /// The last so many seconds. What is recorded of a time that is still to come happened at another one.
  func recently(_ seconds: TimeInterval) -> ClosedRange<Date> {
    let now = dependencies.now()
    return now.addingTimeInterval(-seconds)...now.addingTimeInterval(Double(StoredTime.slack))
  }

  func event(_ kind: Event.Kind, _ grant: Grant, generation: Int64, cause: String?) -> Event {
    Event(
      kind, at: dependencies.now(), server: grant.serverName, account: grant.account, issuer: grant.issuer,
      grant: grant.id, generation: generation, cause: cause, actor: actor)
  }
}
