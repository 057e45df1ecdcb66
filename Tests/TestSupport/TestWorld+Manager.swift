public import Engine
public import HTTP
import LinuxPlatform
public import Registry

extension TestWorld {
  /// A process of this world: its own locks, and its own registry connection where one is given. Where time flies, a
  /// pause moves this world's clocks instead of waiting for someone to do so.
  public func manager(
    registry: ServerRegistry? = nil, transport: (any HTTPTransport)? = nil, browser: HTTPBrowser? = nil,
    redirects: (any RedirectListener)? = nil, keyring: (any KeyProvider)? = nil, spool: (any TokenSpool)? = nil,
    timeFlies: Bool = false
  ) -> CredentialManager {
    let browser = browser ?? self.browser()
    let transport = transport ?? self.transport
    let keyring = keyring ?? self.keyring
    let dependencies = Dependencies(
      makeTransport: { transport },
      keyProvider: { $0 == .file ? FileKeyProvider() : keyring },
      locks: FileGrantLock(folder: location.locks, registry: inode),
      spool: spool ?? FileTokenSpool(folder: location.spool),
      redirects: redirects ?? LoopbackRedirectListener(),
      openBrowser: { (url) throws(BrowserError) in try browser.open(url) },
      readAssertion: AssertionFile.read, now: { [clock] in clock.now },
      monotonic: { [clock] in clock.monotonic }, sleep: sleeper(timeFlies),
      randomBytes: { [random] in random.bytes($0) })
    return CredentialManager(
      registry: registry ?? self.registry, dependencies: dependencies, version: "1.0", actor: "test",
      notify: { [notices] in notices.add($0) })
  }

  private func sleeper(_ timeFlies: Bool) -> @Sendable (Duration) async -> Void {
    guard timeFlies else { return { [clock] in await clock.sleep(for: $0) } }
    return { [self] in advance(by: Double($0.components.seconds)) }
  }

  /// A server of this world added and logged in to.
  @discardableResult
  public func add(_ name: String = "demo", _ url: String? = nil, account: String? = nil) async throws -> Grant {
    guard let url = WebURL(url ?? server.mcpURL) else { throw Unmade(reason: "no URL") }
    let added = try await manager().add(url, name: name, account: account, login: true, LoginOptions())
    guard let grant = added.grant else { throw Unmade(reason: "no login") }
    return grant
  }

  /// The login as it stands in the registry.
  public func grant(_ name: String = "demo", account: String = "default") throws -> Grant {
    guard let grant = try registry.grant(of: registry.server(name), account: account) else {
      throw Unmade(reason: "no grant")
    }
    return grant
  }

  /// The refreshes in the server's log.
  public var refreshes: Int { server.requests().count { $0.grantType == "refresh_token" } }
}
