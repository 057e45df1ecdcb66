import Engine
import OAuth
import Testing

@testable import mcpcred

/// What is told to be typed after a login that failed goes the way that was chosen.
@Suite("The way of a login, in hints")
struct LoginWayTests {
  private static let url = "https://api.example/mcp"

  private static func hints(_ error: EngineError, add words: [String], _ options: [String] = []) -> [String] {
    let way = LoginWay(["mcpcred", "add"] + words + options)
    let provider = LoginWay.value(of: "--identity-provider", in: options)
    return ErrorReport(.adding(error, words: words, beside: provider)).keeping(way).hints
  }

  private static func hints(_ error: EngineError, login options: [String]) -> [String] {
    ErrorReport(.engine(error)).keeping(LoginWay(["mcpcred", "login", "api"] + options)).hints
  }

  private static func unsupported(_ feature: OAuthError.Feature, _ kind: ExchangeStep.Kind) -> EngineError {
    .oauth(.unsupported(feature), ExchangeStep(kind, server: "api"))
  }

  private static let enterprise = ["--grant", "enterprise", "--identity-provider", "corp"]

  @Test("what another entry needs is done to that one, however the new one is named", arguments: ["corp", "example"])
  func otherEntry(provider: String) {
    let error = EngineError.loginRequired(server: provider, account: "default", .expired)
    let options = ["--grant", "enterprise", "--identity-provider=" + provider]
    for words in [["api", Self.url], [Self.url]] {
      #expect(Self.hints(error, add: words, options) == ["mcpcred login \(provider)"])
    }
    #expect(Self.hints(error, login: options) == ["mcpcred login \(provider)"])
    let own = EngineError.notInteractive(server: "example-2")
    #expect(
      Self.hints(own, add: ["https://api.example.com/mcp"]) == ["mcpcred add https://api.example.com/mcp"])
  }

  @Test("an identity provider is added as one again")
  func identityProvider() {
    let words = ["api", Self.url], add = "mcpcred add api \(Self.url)", option = "--as-identity-provider"
    func hints(_ error: EngineError) -> [String] { Self.hints(error, add: words, [option]) }
    #expect(
      hints(Self.unsupported(.clientRegistration, .registration)) == [
        "\(add) --client-id ID \(option)", "\(add) --client-id ID --client-secret-stdin \(option)",
      ])
    #expect(
      hints(Self.unsupported(.pkceUnstated(needsClient: false), .authorizationServerMetadata)) == [
        "\(add) --allow-missing-pkce \(option)"
      ])
    #expect(hints(.noIDToken(server: "api")) == ["\(add) --scope 'openid offline_access' \(option)"])
  }

  @Test("a grant is kept with what belongs to it, where it was chosen")
  func grants() {
    let refused = Self.unsupported(.registeredGrant(TokenRequest.assertionGrant), .registrationManagement)
    #expect(
      Self.hints(refused, login: Self.enterprise) == [
        "mcpcred login api --new-registration --grant enterprise --identity-provider corp"
      ])
    #expect(Self.hints(refused, login: []) == ["mcpcred login api --new-registration"])
    let file = ["--grant", "workload", "--assertion-file", "/my token"]
    #expect(
      Self.hints(.notInteractive(server: "api"), add: ["api", Self.url], file) == [
        "mcpcred add api \(Self.url) --grant workload --assertion-file '/my token'"
      ])
    #expect(
      Self.hints(.issuerChanged(server: "api", from: "a", to: ["b"]), login: ["--device"]) == [
        "mcpcred login api --accept-issuer --device"
      ])
  }

  @Test("no option that was given is dropped, but for one that the hint's own makes wrong")
  func kept() {
    let changed = EngineError.issuerChanged(server: "api", from: "a", to: ["b"])
    #expect(
      Self.hints(changed, login: ["--scope", "a b", "--no-resource", "--authorize-param=x=y"]) == [
        "mcpcred login api --accept-issuer --scope 'a b' --no-resource --authorize-param x=y"
      ])
    let way = LoginWay(["mcpcred", "login", "api", "--client-id", "me", "--client-secret-stdin", "--dpop"])
    #expect(
      way.kept(in: "mcpcred login api --client-id ID")
        == "mcpcred login api --client-id me --client-secret-stdin --dpop")
    #expect(way.kept(in: "mcpcred login api --new-registration") == "mcpcred login api --new-registration --dpop")
    #expect(
      way.kept(in: "mcpcred login api --no-dpop") == "mcpcred login api --no-dpop --client-id me --client-secret-stdin")
    #expect(way.kept(in: "mcpcred status api") == "mcpcred status api")
  }

  @Test("a hint that goes another way, or names its own, stays as it is")
  func otherWays() {
    let device = Self.unsupported(.deviceGrant, .authorizationServerMetadata)
    #expect(Self.hints(device, login: ["--device"]) == ["mcpcred login api --no-browser"])
    #expect(
      Self.hints(.notIdentityProvider(server: "corp"), add: ["api", Self.url], Self.enterprise) == [
        "mcpcred add NAME ISSUER_URL --as-identity-provider"
      ])
    #expect(
      Self.hints(.needsProvenClient(server: "api"), login: ["--grant", "client-credentials"]) == [
        "mcpcred login api --grant client-credentials --client-id ID --client-secret-stdin"
      ])
    #expect(Self.hints(.busy(server: "api"), login: ["--device"]) == ["mcpcred status api"])
  }
}
