import FoundationEssentials
import Registry

extension CredentialManager {
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
}
