import Testing

@testable import DemoServer

@Suite struct CodeStoreTests {
  private static let request = AuthorizationRequest(
    realm: .demo, clientID: "c", clientName: "C", redirectURI: "u", state: nil, scopes: [], resource: "r",
    codeChallenge: "x")

  @Test("a code can be looked at, and used once")
  func once() throws {
    var store = CodeStore()
    let code = store.issue(Self.request, subject: "ada", now: 0)
    #expect(try store.look(up: code, now: 1).request == Self.request)
    #expect(try store.look(up: code, now: 2).subject == "ada")
    store.spend(code, grant: 5)
    #expect(throws: CodeStore.Refusal.replayed(5)) { try store.look(up: code, now: 3) }
  }

  @Test("a code lives for a minute; a replay is told from an expiry even later")
  func expiry() throws {
    var store = CodeStore()
    let code = store.issue(Self.request, subject: "ada", now: 0)
    #expect(throws: CodeStore.Refusal.expired) { try store.look(up: code, now: CodeStore.lifetime) }
    store.spend(code, grant: nil)
    #expect(throws: CodeStore.Refusal.replayed(nil)) { try store.look(up: code, now: 1000) }
    #expect(throws: CodeStore.Refusal.unknown) { try store.look(up: "other", now: 0) }
  }
}
