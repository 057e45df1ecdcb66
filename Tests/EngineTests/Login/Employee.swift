import DemoServer
import Engine
import FoundationEssentials
import HTTP
import LinuxPlatform
import OAuth
import Registry
import TestSupport
import Testing

/// Somebody whose company has an identity provider, with a client there and one at the servers' authorization server.
struct Employee {
  static let exchange = "urn:ietf:params:oauth:grant-type:token-exchange"
  static let bearer = "urn:ietf:params:oauth:grant-type:jwt-bearer"
  private static let secret = "s3cret-of-the-company"

  let world: TestWorld
  let browser: HTTPBrowser
  private let redirect: WebURL

  init(_ world: TestWorld) throws {
    self.world = world
    browser = world.browser()
    redirect = try #require(WebURL("http://127.0.0.1:\(try LoopbackRedirectListener().freePorts(1)[0])/cb"))
    world.server.preregister(
      PreregisteredClient(
        realm: .identity, id: "at-provider", secret: Self.secret, authentication: .clientSecretBasic,
        redirectURIs: [redirect.raw], grantTypes: ["authorization_code", "refresh_token", Self.exchange],
        idElsewhere: "at-server"))
    world.server.preregister(
      PreregisteredClient(
        id: "at-server", secret: Self.secret, authentication: .clientSecretBasic, grantTypes: [Self.bearer]))
  }

  private func provider() throws -> (WebURL, LoginOptions) {
    var options = LoginOptions()
    options.isIdentityProvider = true
    options.clientID = "at-provider"
    options.clientSecret = Secret(Self.secret)
    options.redirectURI = redirect
    return (try #require(WebURL(world.server.issuer(of: .identity))), options)
  }

  @discardableResult
  func addProvider(_ name: String = "corp", account: String? = nil) async throws -> Grant {
    let (url, options) = try provider()
    return try #require(
      try await world.manager(browser: browser).add(url, name: name, account: account, login: true, options).grant)
  }

  /// The browser is somewhere else, and its last address is brought from there.
  func addProviderInTwoSteps(_ name: String = "corp") async throws {
    let (url, options) = try provider()
    let addition = try await world.manager(browser: browser).beginAdding(url, name: name, account: nil, options)
    guard case .begun(let begun) = addition else {
      Issue.record("not begun")
      return
    }
    let elsewhere = world.browser()
    try elsewhere.open(begun.url)
    await elsewhere.finish()
    let answer = try #require(elsewhere.visits.last?.url)
    _ = try await world.manager(browser: browser).finish(name, account: nil, answer)
  }

  @discardableResult
  func add(_ name: String = "demo", _ url: String? = nil, by provider: String? = "corp") async throws -> Grant {
    let text = url ?? world.server.mcpURL
    let url = try #require(WebURL(text))
    return try #require(
      try await world.manager(browser: browser).add(
        url, name: name, account: nil, login: true, Self.options(by: provider)
      ).grant)
  }

  static func options(by provider: String?) -> LoginOptions {
    var options = LoginOptions()
    options.flow = .enterprise
    options.browser = .none
    options.identityProvider = provider
    options.clientID = "at-server"
    options.clientSecret = Secret(secret)
    return options
  }

  /// The server's token, for a process that has nothing but the registry.
  @discardableResult
  func token(_ name: String = "demo") async throws -> Secret {
    try await world.manager(registry: try world.secondRegistry()).token(name, account: nil, minimumValidity: nil).access
  }

  func asked(_ grantType: String) -> [LoggedRequest] { world.server.requests().filter { $0.grantType == grantType } }
}
