import Testing

@testable import DemoServer

@Suite struct TokenStoreTests {
  private static let grant = Grant(
    realm: .demo, clientID: "c", subject: "ada", scopes: [.toolsRead], resource: "r")

  private static func client(_ id: String) -> Client {
    Client(
      realm: .demo, id: id, secret: nil, authentication: .none, redirectURIs: [], grantTypes: [], name: id, scopes: nil)
  }

  @Test("an access token is good until its time, not at it")
  func expiry() throws {
    var store = TokenStore()
    let token = store.issueAccessToken(for: store.open(Self.grant), scopes: [.toolsRead], expiresAt: 100)
    #expect(try store.check(token, now: 99.9).grant == Self.grant)
    #expect(throws: TokenStore.Refusal.expired) { try store.check(token, now: 100) }
    #expect(throws: TokenStore.Refusal.unknown) { try store.check("other", now: 0) }
  }

  @Test("a spent refresh token that comes back revokes its family and no other")
  func reuse() throws {
    var store = TokenStore()
    let (first, other) = (store.open(Self.grant), store.open(Self.grant))
    let old = store.issueRefreshToken(for: first)
    store.spend(old, now: 1)
    let new = store.issueRefreshToken(for: first)
    let unrelated = store.issueRefreshToken(for: other)
    #expect(throws: TokenStore.Refusal.reused) { try store.grant(of: old, for: Self.client("c"), now: 2) }
    #expect(throws: TokenStore.Refusal.revoked) { try store.grant(of: new, for: Self.client("c"), now: 2) }
    #expect(try store.grant(of: unrelated, for: Self.client("c"), now: 2).id == other)
    #expect(store.liveGrantCount == 1)
  }

  @Test("a replaced refresh token is good for a while where the server is lenient, and revokes its family afterwards")
  func grace() throws {
    var store = TokenStore()
    let grant = store.open(Self.grant), token = store.issueRefreshToken(for: grant)
    store.spend(token, now: 10)
    store.spend(token, now: 30)
    let client = Self.client("c")
    #expect(try store.grant(of: token, for: client, reuse: .isGood(seconds: 30), now: 39.9).id == grant)
    #expect(throws: TokenStore.Refusal.reused) { try store.grant(of: token, for: client, reuse: .isRefused, now: 11) }
    #expect(store.liveGrantCount == 1)
    #expect(throws: TokenStore.Refusal.reused) {
      try store.grant(of: token, for: client, reuse: .isGood(seconds: 30), now: 40)
    }
    #expect(store.liveGrantCount == 0)
  }

  @Test("another client's token is foreign, and asking for it changes nothing")
  func foreign() throws {
    var store = TokenStore()
    let token = store.issueRefreshToken(for: store.open(Self.grant))
    #expect(throws: TokenStore.Refusal.foreign) { try store.grant(of: token, for: Self.client("d"), now: 2) }
    #expect(throws: TokenStore.Refusal.foreign) { try store.revoke(token, by: Self.client("d")) }
    #expect(try store.grant(of: token, for: Self.client("c"), now: 2).grant == Self.grant)
  }

  @Test("expiring all access tokens never makes one live longer")
  func expireAll() throws {
    var store = TokenStore()
    let token = store.issueAccessToken(for: store.open(Self.grant), scopes: [], expiresAt: 50)
    store.expireAccessTokens(now: 70)
    #expect(throws: TokenStore.Refusal.expired) { try store.check(token, now: 60) }
  }
}
