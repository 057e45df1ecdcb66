import Foundation
import OAuth
import Testing

@testable import Registry

@Suite struct PendingLoginsTests {
  let test: TestRegistry

  init() throws { test = try TestRegistry() }

  @discardableResult
  func begin(
    _ name: String = "h", isNew: Bool = true, state: String = "state", at offset: TimeInterval = 0,
    until end: TimeInterval = 3600
  ) throws -> Server {
    var server = try TestRegistry.server(name)
    server.settings.legacyAuth = true
    if !isNew { try test.registry.insert(server, event: Event(.serverAdded, at: TestRegistry.start)) }
    let start = TestRegistry.start.addingTimeInterval(offset)
    let new = NewPendingLogin(
      server: server, isNewServer: isNew, account: "work", registration: test.registration,
      requestedScope: Scope("a b"), redirectURI: try TestRegistry.url("http://127.0.0.1:8123/cb"),
      state: Secret(state), verifier: Secret("verifier-of-\(state)"), dpopKey: Secret("key-of-\(state)"),
      createdAt: start,
      expiresAt: TestRegistry.start.addingTimeInterval(end))
    try test.registry.insert(new, keys: test.keys)
    return server
  }

  func waiting(_ name: String = "h", at offset: TimeInterval = 1) throws -> [PendingLogin] {
    try test.registry.pendingLogins(of: name, at: TestRegistry.start.addingTimeInterval(offset))
  }

  func count() throws -> Int64? { try test.connection().row("SELECT count(*) FROM pending_login") { $0.integer(0) } }

  @Test("a login waits with all that its other half needs")
  func roundTrip() throws {
    let server = try begin()
    let pending = try #require(try waiting().first)
    #expect(pending.serverName == "h")
    #expect(pending.serverURL == server.url)
    #expect(pending.account == "work")
    #expect(pending.registrationID == test.registration.id)
    #expect(pending.issuer == TestRegistry.issuer)
    #expect(pending.resource == "https://h/mcp")
    #expect(pending.resourceMode == .discovered)
    #expect(pending.requestedScope == Scope("a b"))
    #expect(pending.settings.legacyAuth == true)
    #expect(pending.redirectURI.raw == "http://127.0.0.1:8123/cb")
    #expect(pending.expiresAt == TestRegistry.start.addingTimeInterval(3600))
    let opened = try test.registry.open(pending, keys: test.keys)
    #expect(opened.state.exposed == "state")
    #expect(opened.verifier.exposed == "verifier-of-state")
    #expect(opened.dpopKey?.exposed == "key-of-state")
  }

  @Test("several logins of a server wait, the newest first, each under its server's name")
  func several() throws {
    try begin(state: "one")
    try begin(state: "two", at: 5)
    try begin("other", state: "three", at: 6)
    let states = try waiting(at: 10).map { try test.registry.open($0, keys: test.keys).state.exposed }
    #expect(states == ["two", "one"])
    #expect(try waiting("other", at: 10).count == 1)
    #expect(try waiting("nobody", at: 10).isEmpty)
  }

  @Test("what is over does not wait any more, and is gone when the next one begins")
  func expired() throws {
    try begin(until: 60)
    #expect(try waiting(at: 59).count == 1)
    #expect(try waiting(at: 60).isEmpty)
    #expect(try count() == 1)
    try begin(state: "next", at: 60)
    #expect(try count() == 1)
  }

  @Test("one process takes it, and it waits again where that is put back")
  func taken() throws {
    try begin()
    let pending = try #require(try waiting().first)
    #expect(try test.registry.take(pending))
    #expect(try !test.registry.take(pending))
    #expect(try waiting().isEmpty)
    try test.registry.putBack(pending)
    let again = try #require(try waiting().first)
    #expect(try test.registry.open(again, keys: test.keys).verifier.exposed == "verifier-of-state")
  }

  @Test(
    "a row that was edited opens no more: its code would go elsewhere",
    arguments: [
      "server_name = 'h2'", "server_url = 'https://evil/mcp'", "account = 'me'", "issuer = 'https://evil'",
      "resource = 'https://evil'", "resource = NULL", "resource_mode = 'omit'", "requested_scope = 'all'",
      "requested_scope = NULL", "settings = '{}'", "redirect_uri = 'http://127.0.0.1:1/cb'", "id = id + 1",
      "sealed_verifier = sealed_state", "sealed_state = zeroblob(60)",
    ])
  func edited(_ change: String) throws {
    try begin()
    try test.sql("UPDATE pending_login SET \(change)")
    let pending = try #require(try (waiting() + waiting("h2")).first)
    #expect(throws: RegistryError.self) { try test.registry.open(pending, keys: test.keys) }
  }

  @Test("it goes with its server, and where a login moves the server to another issuer")
  func ended() throws {
    let server = try begin(isNew: false)
    #expect(try count() == 1)
    var moved = server
    moved.issuer = "https://other.example"
    let other = try test.registry.insert(
      TestRegistry.newRegistration(clientID: "o", issuer: "https://other.example"),
      event: Event(.registered, at: TestRegistry.start), keys: test.keys)
    let new = NewGrant(
      server: moved, account: "default", registration: other, requestedScope: nil, tokens: TestRegistry.tokens())
    _ = try test.registry.save(
      new, isNewServer: false, event: Event(.login, at: TestRegistry.start), keys: test.keys)
    #expect(try count() == 0)
    try begin("g", isNew: false)
    try test.registry.remove(test.registry.server("g"), event: Event(.serverRemoved, at: TestRegistry.start))
    #expect(try count() == 0)
  }
}
