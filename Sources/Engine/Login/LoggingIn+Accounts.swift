import FoundationEssentials
import Registry

extension LoggingIn {
  /// Makes an account the one that is meant where none is named.
  ///
  /// Throws `unknownAccount` for one without a login.
  func setDefaultAccount(_ account: String, of name: String) throws(EngineError) {
    let server = try stored(registry.server(name))
    let grant = try stored(registry.grant(of: server, account: account))
    guard let grant else { throw .registry(.unknownAccount(server: name, account: account)) }
    guard server.defaultAccount != account else { return }
    let event = Event(
      .accountChosen, at: dependencies.now(), server: name, account: account, issuer: grant.issuer, actor: actor)
    try stored(registry.setDefaultAccount(account, of: server, event: event))
  }
}
