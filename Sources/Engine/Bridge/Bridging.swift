import Registry

/// A server's session for a host that speaks over a pipe: every editor and agent uses the logins that are kept here.
struct Bridging: Room {
  let workplace: Workplace
  var calling: Calling { Calling(workplace: workplace) }

  /// Answers the host until it is gone. Each request is answered once: by the server, from what is kept, or with an error
  /// that says what to type.
  ///
  /// Throws `unknownServer`, and what makes the server none that can be spoken to, before anything is read of the host.
  func serve(_ name: String, _ options: BridgeOptions, _ connect: () -> HostPort?) async throws(EngineError) {
    let server = try stored(registry.server(name))
    guard server.settings.isIdentityProvider != true else { throw .isIdentityProvider(server: name) }
    if let account = options.account, server.authorization == .oauth {
      _ = try calling.refreshing.grant(of: server, account: account)
    }
    guard let port = connect() else { return }
    await BridgeRun(calling, name, options, port).run()
    workplace.countHandOuts()
  }
}
