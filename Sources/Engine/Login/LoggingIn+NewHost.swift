import FoundationEssentials
import HTTP
import OAuth
import Registry

// A server names its own issuer, and can name someone else's. Where a person is logged in there already, for other hosts, a
// hostile server rides on their trust: the page looks right, and may not even ask.
extension LoggingIn {
  /// Says so before the first login of a host at an issuer that other hosts' logins are from, and asks where somebody can
  /// be asked. Throws `declined` where they say no.
  func askAboutNewHost(
    _ server: Server, _ found: DiscoveredAuthorization, scope: Scope?, _ options: LoginOptions
  ) async throws(EngineError) {
    // A client of its own carries no consent that was given for others.
    guard !options.ownRegistration, let others = try strangers(to: server, at: found.issuer) else { return }
    let known = try stored(registry.activeRegistration(issuer: found.issuer))
    let question = LoginQuestion.newHost(
      server: server.name, host: server.url.host, issuer: found.issuer, clientID: options.clientID ?? known?.clientID,
      scope: scope, others: others)
    try note(
      Event(
        .newHost, at: dependencies.now(), server: server.name, issuer: found.issuer, cause: server.url.host,
        actor: actor))
    notify(.attention(question))
    guard let confirm = options.confirm else { return }
    guard await confirm(question) else { throw .declined(server: server.name) }
  }

  /// The servers with logins at the issuer, where none of them is at this server's host; nil where there is none, or one.
  private func strangers(to server: Server, at issuer: String) throws(EngineError) -> [String]? {
    let grants = try stored(registry.grants())
    let logins = grants.filter { $0.issuer == issuer && $0.state != .revoked }
    guard !logins.isEmpty, !logins.contains(where: { WebURL($0.serverURL)?.host == server.url.host }) else {
      return nil
    }
    return Array(Set(logins.map(\.serverName))).sorted()
  }
}
