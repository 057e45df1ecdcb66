import Testing

@testable import DemoServer

@Suite struct ClientStoreTests {
  @Test("a client is found by its id until all are forgotten, and replaced by one with the same id")
  func life() {
    var store = ClientStore()
    for name in ["old", "new"] {
      store.add(
        Client(
          realm: .demo, id: "c", secret: nil, authentication: .none, redirectURIs: [], grantTypes: [], name: name,
          scopes: nil))
    }
    #expect(store["c", .demo]?.name == "new")
    #expect(store["c", .next] == nil)
    #expect(store.count == 1)
    store.forgetAll()
    #expect(store["c", .demo] == nil)
  }
}
