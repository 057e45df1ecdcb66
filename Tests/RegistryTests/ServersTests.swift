import Foundation
import SQLite
import Testing

@testable import Registry

@Suite struct ServersTests {
  let test: TestRegistry

  init() throws { test = try TestRegistry() }

  func add(_ names: String...) throws {
    for name in names {
      try test.registry.insert(
        TestRegistry.server(name), event: Event(.serverAdded, at: TestRegistry.start, server: name))
    }
  }

  @Test("a server comes back as it was stored")
  func roundTrip() throws {
    let full = try TestRegistry.server("b", url: "https://H.example:443/a%2Fb?q=1")
    let bare = Server(
      name: "a", url: try TestRegistry.url("http://127.0.0.1:1/"), authorization: .none, resourceMode: .omit,
      defaultAccount: "work", createdAt: TestRegistry.start)
    for server in [full, bare] {
      try test.registry.insert(server, event: Event(.serverAdded, at: TestRegistry.start))
      #expect(try test.registry.server(server.name) == server)
      #expect(try test.registry.hasServer(server.name))
    }
    #expect(try test.registry.servers() == [bare, full])
    #expect(try !test.registry.hasServer("B"))
  }

  @Test("a server remembers its protocol")
  func era() throws {
    try add("a")
    try test.registry.setEra("legacy", version: "2025-06-18", server: test.registry.server("a").id)
    #expect(try test.registry.server("a").era == "legacy")
    #expect(try test.registry.server("a").protocolVersion == "2025-06-18")
  }

  @Test(
    "an unknown name suggests near ones, nearest first and three at most",
    arguments: [
      ("githb", ["github", "gitlab"]), ("GITHUB", ["github", "gitlab"]), ("git", ["github", "gitlab", "gitea-one"]),
      ("linaer", ["linear"]), ("notion2", ["notion"]), ("b", ["a"]), ("zzzzzz", []), ("", ["a", "github", "gitlab"]),
    ])
  func similar(_ text: String, _ names: [String]) throws {
    try add("github", "gitlab", "linear", "notion", "a", "gitea-one", "gitea-two")
    #expect(throws: RegistryError.unknownServer(text, similar: names)) { try test.registry.server(text) }
  }

  @Test("tools are cached for each account until they are replaced")
  func tools() throws {
    try add("a", "b")
    let server = try test.registry.server("a")
    func cache(_ body: String, _ account: String) throws {
      let tools = CachedTools(body: body, protocolVersion: "v", freshUntil: TestRegistry.start)
      try test.registry.cacheTools(tools, of: server, account: account, generation: 1, at: TestRegistry.start)
    }
    #expect(try test.registry.cachedTools(of: server, account: "x") == nil)
    try cache("{\"n\":1}", "x")
    try cache("{\"n\":2}", "y")
    try cache("{\"n\":3}", "x")
    #expect(try test.registry.cachedTools(of: server, account: "x")?.body == "{\"n\":3}")
    #expect(try test.registry.cachedTools(of: server, account: "y")?.body == "{\"n\":2}")
    #expect(try test.registry.cachedTools(of: test.registry.server("b"), account: "x") == nil)
  }

  @Test("what a person chose for a server is kept, and an older row has the defaults")
  func settings() throws {
    var server = try TestRegistry.server("h")
    server.settings.legacyAuth = true
    try test.registry.insert(server, event: Event(.serverAdded, at: TestRegistry.start))
    #expect(try test.registry.server("h").settings.legacyAuth == true)
    #expect(try test.registry.server("h").settings.allowMissingPKCE == nil)
    try test.sql("UPDATE server SET settings = '{}'")
    #expect(try test.registry.server("h").settings == ServerSettings())
  }
}
