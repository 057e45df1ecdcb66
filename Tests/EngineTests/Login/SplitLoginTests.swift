import DemoServer
import Engine
import FoundationEssentials
import HTTP
import OAuth
import Registry
import TestSupport
import Testing

/// A login in two steps; each step is a manager of its own, as it is a process of its own.
@Suite(.timeLimit(.minutes(1))) struct SplitLoginTests {
  @Test("what one process begins another one finishes, without a browser or a listener of theirs")
  func roundTrip() async throws {
    try await TestWorld.run { world in
      let begun = try await Self.beginAdding(world)
      #expect(try world.registry.servers().isEmpty)
      #expect(begun.expiresAt == world.clock.now.addingTimeInterval(300))
      let redirect = try await Self.redirect(world, begun.url)
      let other = world.manager(registry: try world.secondRegistry())
      let grant = try await other.finish("demo", account: nil, " \(redirect)\n")
      #expect(grant.flow == .authorizationCode && grant.generation == 1 && grant.hasRefreshToken)
      #expect(grant.requestedScope?.description == "tools:read offline_access")
      #expect(grant.resource == world.server.mcpURL)
      #expect(try world.registry.server("demo").issuer == world.server.issuer)
      #expect(try Self.waiting(world) == 0)
      let exchange = world.server.requests().first { $0.grantType == "authorization_code" }
      #expect(exchange?.parameters["resource"] == world.server.mcpURL)
      let asked = world.server.requests().first { $0.endpoint == "authorization" }
      #expect(exchange?.parameters["redirect_uri"] == asked?.parameters["redirect_uri"])
      _ = try await world.manager().refresh("demo", account: nil)
    }
  }

  @Test("a login again in two steps keeps the old one until it is finished")
  func again() async throws {
    try await TestWorld.run { world in
      let old = try await world.add()
      let begun = try await world.manager().begin("demo", account: nil, LoginOptions())
      #expect(try world.grant().generation == 1)
      let new = try await world.manager().finish("demo", account: nil, Self.redirect(world, begun.url))
      #expect(new.id == old.id && new.generation == 2)
    }
  }

  @Test("several logins of a server wait at once, and each answer finds its own")
  func several() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let first = try await world.manager().begin("demo", account: "work", LoginOptions())
      let second = try await world.manager().begin("demo", account: "home", LoginOptions())
      #expect(first.url != second.url)
      let grant = try await world.manager().finish("demo", account: nil, Self.redirect(world, first.url))
      #expect(grant.account == "work")
      #expect(try Self.waiting(world) == 1)
      let redirect = try await Self.redirect(world, second.url)
      #expect(
        await failure { try await world.manager().finish("demo", account: "work", redirect) }.name == "noPendingLogin")
      #expect(try await world.manager().finish("demo", account: "home", redirect).account == "home")
    }
  }

  @Test("a text that is no answer to it leaves the login waiting, and nothing is sent")
  func strays() async throws {
    try await TestWorld.run { world in
      let begun = try await Self.beginAdding(world)
      let redirect = try await Self.redirect(world, begun.url)
      let bare = String(redirect.prefix { $0 != "?" })
      let strays = [
        "", "hello", begun.url.raw, bare, bare + "?code=stolen&state=other", bare + "?error=access_denied",
        redirect + "&state=twice", redirect + "&code=twice", "https://127.0.0.1" + redirect.dropFirst(16),
        bare + "?%zz",
      ]
      for stray in strays {
        #expect(
          await failure { try await world.manager().finish("demo", account: nil, stray) }.name == "notTheAnswer",
          "\(stray)")
      }
      #expect(!world.server.requests().contains { $0.endpoint == "token" })
      _ = try await world.manager().finish("demo", account: nil, redirect)
    }
  }

  @Test("an answer of another issuer is not acted on and ends the login; one that was cut short may be brought again")
  func issuer() async throws {
    try await TestWorld.run { world in
      let begun = try await Self.beginAdding(world)
      let redirect = try await Self.redirect(world, begun.url)
      let parts = redirect.split(separator: "?")
      let fields = parts[1].split(separator: "&")
      func answer(without name: String, adding more: String = "") -> String {
        "\(parts[0])?" + fields.filter { !$0.hasPrefix(name + "=") }.joined(separator: "&") + more
      }
      for cut in ["iss", "code"] {
        let error = await failure {
          try await world.manager().finish("demo", account: nil, answer(without: cut))
        }
        guard case .oauth(.invalidDocument(let problem), _) = error else {
          Issue.record("\(error.name)")
          return
        }
        #expect(problem.fault == .missing(member: cut))
        #expect(try Self.waiting(world) == 1)
      }
      let foreign = answer(without: "iss", adding: "&iss=https%3A%2F%2Fevil.example")
      #expect(await failure { try await world.manager().finish("demo", account: nil, foreign) }.name == "oauth")
      #expect(try Self.waiting(world) == 0)
      #expect(!world.server.requests().contains { $0.endpoint == "token" })
    }
  }

  @Test("a person who says no ends it")
  func denied() async throws {
    try await TestWorld.run(.init(consent: .deny)) { world in
      let begun = try await Self.beginAdding(world)
      let redirect = try await Self.redirect(world, begun.url)
      let error = await failure { try await world.manager().finish("demo", account: nil, redirect) }
      guard case .oauth(.redirected("access_denied", _), _) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(await failure { try await world.manager().finish("demo", account: nil, redirect) }.name == "registry")
      #expect(try Self.waiting(world) == 0)
    }
  }

  @Test("it waits no longer than was said, and a day at most", arguments: [(90, 90), (200_000, 86_400)])
  func expired(_ patience: Int, _ expected: Int) async throws {
    try await TestWorld.run { world in
      try await world.add()
      var options = LoginOptions()
      options.timeout = .seconds(patience)
      let begun = try await world.manager().begin("demo", account: nil, options)
      #expect(begun.expiresAt == world.clock.now.addingTimeInterval(Double(expected)))
      let redirect = try await Self.redirect(world, begun.url)
      world.clock.advance(by: Double(expected))
      #expect(
        await failure { try await world.manager().finish("demo", account: nil, redirect) }.name == "noPendingLogin")
    }
  }

  @Test("the code is sent once: not after an answer was lost, and not by two processes")
  func once() async throws {
    try await TestWorld.run { world in
      let begun = try await Self.beginAdding(world)
      let redirect = try await Self.redirect(world, begun.url)
      world.server.plan([PlannedFault(.codeExchange, .dropAfter)])
      #expect(await failure { try await world.manager().finish("demo", account: nil, redirect) }.name == "transport")
      #expect(await failure { try await world.manager().finish("demo", account: nil, redirect) }.name == "registry")
      #expect(world.server.requests().count { $0.grantType == "authorization_code" } == 1)
    }
  }

  @Test("where the code was certainly not sent, the answer may be brought again")
  func notSent() async throws {
    try await TestWorld.run { world in
      let begun = try await Self.beginAdding(world)
      let redirect = try await Self.redirect(world, begun.url)
      let script = ScriptedTransport(
        [("POST \(world.server.issuer)/mint", .failure(.unreachable("down"), sent: false))], others: world.transport)
      let error = await failure {
        try await world.manager(transport: script).finish("demo", account: nil, redirect)
      }
      #expect(error.name == "transport")
      _ = try await world.manager().finish("demo", account: nil, redirect)
    }
  }

  @Test("the name may be taken meanwhile: by the same server, which is then logged in to, or by another")
  func taken() async throws {
    try await TestWorld.run { world in
      let first = try await Self.beginAdding(world)
      let second = try await Self.beginAdding(world, world.server.secondMCPURL)
      let answers = [try await Self.redirect(world, first.url), try await Self.redirect(world, second.url)]
      try await world.add()
      #expect(try await world.manager().finish("demo", account: nil, answers[0]).generation == 2)
      let error = await failure { try await world.manager().finish("demo", account: nil, answers[1]) }
      guard case .registry(.nameTaken("demo")) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(world.server.requests().count { $0.grantType == "authorization_code" } == 2)
    }
  }

  @Test("a pushed request waits in the same way, and the verifier stays here")
  func pushed() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.requirePushedRequests])) { world in
      let begun = try await Self.beginAdding(world)
      #expect(world.notices.all.contains { if case .urlExpires(90) = $0 { true } else { false } })
      let redirect = try await Self.redirect(world, begun.url)
      _ = try await world.manager().finish("demo", account: nil, redirect)
    }
  }

  @Test("a server that asks for no login is added at once")
  func open() async throws {
    try await TestWorld.run { world in
      let url = try #require(WebURL(world.server.openMCPURL))
      guard
        case .added(let added) = try await world.manager().beginAdding(
          url, name: "free", account: nil, LoginOptions())
      else {
        Issue.record("a login was begun")
        return
      }
      #expect(added.server.authorization == .none)
    }
  }

  @Test("nothing that is not begun can be finished")
  func unknown() async throws {
    try await TestWorld.run { world in
      let address = "http://127.0.0.1:1/cb?code=a&state=b"
      #expect(await failure { try await world.manager().finish("demo", account: nil, address) }.name == "registry")
      try await world.add()
      #expect(
        await failure { try await world.manager().finish("demo", account: nil, address) }.name == "noPendingLogin")
    }
  }

  @Test(
    "a server that is removed while its login is finished is gone, whatever became of the code",
    arguments: [true, false])
  func removedMeanwhile(isSent: Bool) async throws {
    try await TestWorld.run { world in
      try await world.add()
      let begun = try await world.manager().begin("demo", account: nil, LoginOptions())
      let redirect = try await Self.redirect(world, begun.url)
      let other = try world.secondRegistry()
      let network: any HTTPTransport =
        isSent
        ? world.transport
        : ScriptedTransport(
          [("POST \(world.tokenEndpoint)", .failure(.unreachable("down"), sent: false))], others: world.transport)
      // Between the code and its answer, once.
      let transport = WatchedTransport(network) {
        guard let server = try? other.server("demo") else { return }
        try? other.remove(server, event: Event(.serverRemoved, at: world.clock.now, server: "demo"))
      }
      let error = await failure {
        try await world.manager(transport: transport).finish("demo", account: nil, redirect)
      }
      guard case .registry(.unknownServer("demo", _)) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(try Self.waiting(world) == 0)
    }
  }

  private struct NotBegun: Error {}

  static func beginAdding(_ world: TestWorld, _ url: String? = nil) async throws -> BegunLogin {
    let url = try #require(WebURL(url ?? world.server.mcpURL))
    let browser = world.browser(.missing("nobody may start one"))
    let begun = try await world.manager(browser: browser).beginAdding(url, name: "demo", account: nil, LoginOptions())
    guard case .begun(let login) = begun else { throw NotBegun() }
    return login
  }

  /// Where a browser elsewhere ends, without going there.
  static func redirect(_ world: TestWorld, _ url: WebURL) async throws -> String {
    try #require(try await world.transport.send(HTTPRequest(.get, url)).headers["Location"])
  }

  private static func waiting(_ world: TestWorld) throws -> Int {
    try world.registry.pendingLogins(of: "demo", at: world.clock.now).count
  }
}
