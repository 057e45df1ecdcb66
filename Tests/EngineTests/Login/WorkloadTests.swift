import DemoServer
import Engine
import Foundation
import HTTP
import OAuth
import Registry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct WorkloadTests {
  @Test(
    "the platform's token is enough: no client is named, no browser opens, and a cold process renews it from the file")
  func nameless() async throws {
    try await TestWorld.run(.init(accessTokenLifetime: 300)) { world in
      let job = try Job(world)
      let browser = world.browser()
      let grant = try await job.add(browser)
      #expect(grant.flow == .workload && grant.clientID == "system:job")
      #expect(!grant.hasRefreshToken && grant.isRenewable && grant.assertionFile == job.path)
      #expect(grant.requestedScope?.description == "tools:read")
      let asked = try #require(job.asked.first)
      #expect(asked.parameters["resource"] == world.server.mcpURL && asked.parameters["client_id"] == nil)
      #expect(browser.opened.isEmpty && !world.server.requests().contains { $0.endpoint == "registration" })
      let first = try await world.manager().token("demo", account: nil, minimumValidity: nil)
      world.advance(by: 3700)
      // What was read at the login is spent by now, and is nowhere.
      try job.write()
      let cold = world.manager(registry: try world.secondRegistry())
      let second = try await cold.token("demo", account: nil, minimumValidity: nil)
      #expect(!first.access.matches(second.access.exposed))
      #expect(try world.grant().generation == 2 && world.registry.intent(of: world.grant()) == nil)
    }
  }

  @Test("its tokens are bound to a key where the server demands that, and the assertion is not spent by a nonce")
  func bound() async throws {
    try await TestWorld.run(.init(accessTokenLifetime: 300, behaviours: [.dpopRequired, .dpopNonces])) { world in
      let job = try Job(world)
      let grant = try await job.add()
      #expect(grant.isBound)
      let cold = world.manager(registry: try world.secondRegistry())
      _ = try await cold.refresh("demo", account: nil)
      #expect(job.asked.map(\.status) == [400, 200, 400, 200] && job.asked.allSatisfy { $0.headers["dpop"] != nil })
      #expect(try await CallTests.call(world, "add_numbers", ["a=1", "b=1"]).structuredContent == ["sum": 2])
    }
  }

  @Test("a client that was made by hand proves who it is beside it, and is used again")
  func named() async throws {
    try await TestWorld.run { world in
      let client = PreregisteredClient(
        secret: "s3cret-of-the-job", authentication: .clientSecretBasic, grantTypes: [Job.grantType],
        workload: "system:job")
      let job = try Job(world, client: client)
      let grant = try await job.add(client: job.client)
      #expect(grant.clientID == job.client.id && job.asked.map(\.clientAuthentication) == ["client_secret_basic"])
      _ = try await world.manager().refresh("demo", account: nil)
      var options = LoginOptions()
      options.browser = .none
      let again = try await world.manager().login("demo", account: nil, options)
      #expect(again.clientID == job.client.id && again.assertionFile == job.path && again.generation == 3)
      #expect(job.asked.allSatisfy { $0.clientAuthentication == "client_secret_basic" } && job.asked.count == 3)
    }
  }

  @Test("a refused assertion is sent once, whatever asks for the token; another one in the file heals the login")
  func refused() async throws {
    try await TestWorld.run { world in
      let job = try Job(world)
      try await job.add()
      world.advance(by: 3700)
      let sent = job.asked.count
      try job.write(audience: "https://other.example", lifetime: 80_000)
      #expect(await failure { try await job.token() }.assertionFault == .refused)
      let row = try world.grant()
      #expect(
        row.state == .loginRequired && row.stateCause == "invalid_grant" && row.failures.last == "assertion_refused")
      #expect(row.failures.nextAttemptAt == nil)
      #expect(GrantCondition(try world.registry.server("demo"), row, now: world.clock.now).needsPerson)
      for attempt in 0..<4 {
        world.advance(by: 4000)
        #expect(await failure { try await Self.ask(world, attempt) }.assertionFault == .refused, "\(attempt)")
      }
      _ = try await world.manager().refreshDue { _ in }
      #expect(job.asked.count == sent + 1)
      try job.write()
      _ = try await job.token()
      #expect(try world.grant().state == .active && world.grant().failures.last == nil)
      // A login may be another client's, to which the assertion has never been sent.
      _ = try await world.manager().login("demo", account: nil, LoginOptions())
      #expect(try world.grant().refusedAssertion == nil)
    }
  }

  @Test("an outage that another assertion meets after a refused one is an outage, and is tried again")
  func refusedThenOutage() async throws {
    try await TestWorld.run { world in
      let job = try Job(world)
      try await job.add()
      world.advance(by: 3700)
      try job.write(audience: "https://other.example", lifetime: 80_000)
      #expect(await failure { try await job.token() }.assertionFault == .refused)
      try job.write()
      world.server.plan([PlannedFault(.token, .tooManyRequests(retryAfter: nil))])
      #expect(await failure { try await job.token() }.name == "oauth")
      let row = try world.grant()
      #expect(row.state == .active && row.stateCause == nil && row.failures.last == "transient_upstream")
      #expect(row.refusedAssertion != nil && row.failures.nextAttemptAt != nil)
      world.advance(by: 60)
      try await job.token()
      #expect(try world.grant().state == .active)
    }
  }

  @Test("the schedule waits longer each time for a file that is not there")
  func scheduled() async throws {
    try await TestWorld.run { world in
      let job = try Job(world)
      try await job.add()
      world.server.plan([PlannedFault(.token, .tooManyRequests(retryAfter: nil))])
      #expect(await failure { try await world.manager().refresh("demo", account: nil) }.name == "oauth")
      try FileManager.default.removeItem(atPath: job.path)
      for attempt in 2...4 {
        let due = try #require(try world.grant().failures.nextAttemptAt)
        world.advance(by: due.timeIntervalSince(world.clock.now) + 1)
        #expect(try await world.manager().refreshDue { _ in }.logins.count == 1)
        #expect(try await world.manager().refreshDue { _ in }.logins.isEmpty)
        let row = try world.grant()
        #expect(row.failures.count == attempt && row.failures.last == "assertion_unready" && row.state == .active)
      }
      world.advance(by: 3600)
      try job.write()
      _ = try await world.manager().refreshDue { _ in }
      #expect(try world.grant().failures.count == 0)
    }
  }

  @Test("a client that is out of use is not logged in with again")
  func retired() async throws {
    try await TestWorld.run { world in
      let job = try Job(world)
      let old = try await job.add()
      try world.registry.setAside(try #require(try world.registry.registration(old.registrationID)))
      let new = try await world.manager().login("demo", account: nil, LoginOptions())
      #expect(new.registrationID != old.registrationID && new.clientID == old.clientID)
    }
  }

  @Test("a refused assertion is not sent again by a login that names the client again")
  func refusedNamed() async throws {
    try await TestWorld.run { world in
      let client = PreregisteredClient(
        secret: "s3cret-of-the-job", authentication: .clientSecretBasic, grantTypes: [Job.grantType],
        workload: "system:job")
      let job = try Job(world, client: client)
      try await job.add(client: job.client)
      try job.write(audience: "https://other.example")
      #expect(await failure { try await world.manager().refresh("demo", account: nil) }.assertionFault == .refused)
      let sent = job.asked.count
      var options = LoginOptions()
      (options.flow, options.assertionFile) = (.workload, job.path)
      options.clientID = job.client.id
      options.clientSecret = job.client.secret.map { Secret($0) }
      let again = options
      #expect(
        await failure { try await world.manager().login("demo", account: nil, again) }.assertionFault == .refused)
      #expect(job.asked.count == sent)
    }
  }

  /// In each way that a token is asked for, as a cold process.
  private static func ask(_ world: TestWorld, _ attempt: Int) async throws {
    let cold = world.manager(registry: try world.secondRegistry())
    switch attempt {
    case 0: _ = try await cold.token("demo", account: nil, minimumValidity: nil)
    case 1: _ = try await cold.refresh("demo", account: nil)
    case 2: _ = try await cold.login("demo", account: nil, LoginOptions())
    default: _ = try await cold.tools("demo", account: nil, deadline: .seconds(10))
    }
  }

  @Test("a file that is missing, spoiled or expired sends nothing and condemns nothing")
  func unready() async throws {
    try await TestWorld.run { world in
      let job = try Job(world)
      try await job.add()
      world.advance(by: 3700)
      let sent = job.asked.count
      let end = world.clock.now.addingTimeInterval(-100)
      #expect(await failure { try await job.token() }.assertionFault == .expired(at: end))
      try Data("not a token\n".utf8).write(to: URL(filePath: job.path))
      #expect(await failure { try await job.token() }.assertionFault == .unusable(.notJWT))
      try FileManager.default.removeItem(atPath: job.path)
      guard case .unreadable = await failure(of: { try await job.token() }).assertionFault else {
        Issue.record("read")
        return
      }
      #expect(job.asked.count == sent)
      #expect(try world.grant().state == .active && world.grant().failures.count == 0)
      try job.write()
      _ = try await job.token()
    }
  }

  @Test("an outage is no refusal: the same assertion is sent again")
  func outage() async throws {
    try await TestWorld.run { world in
      let job = try Job(world)
      try await job.add()
      world.advance(by: 3700)
      try job.write()
      world.server.plan([PlannedFault(.token, .tooManyRequests(retryAfter: nil))])
      #expect(await failure { try await job.token() }.name == "oauth")
      world.advance(by: 60)
      _ = try await job.token()
      #expect(try world.grant().refusedAssertion == nil)
    }
  }

  @Test("a server without the grant, and a login without a file, are refused before anything is sent")
  func unsupported() async throws {
    try await TestWorld.run(.init(behaviours: [.noJWTBearer])) { world in
      let job = try Job(world)
      guard case .oauth(.unsupported(.assertions), _) = await failure(of: { try await job.add() }) else {
        Issue.record("not refused")
        return
      }
      world.server.setBehaviours(off: [.noJWTBearer])
      #expect(await failure { try await job.add(path: nil) }.name == "needsAssertionFile")
      #expect(job.asked.isEmpty)
    }
  }

  @Test("the token is in no file of the registry")
  func notStored() async throws {
    try await TestWorld.run { world in
      let job = try Job(world)
      try await job.add()
      _ = try await world.manager().refresh("demo", account: nil)
      let token = try #require(FileManager.default.contents(atPath: job.path)).dropLast()
      for name in try FileManager.default.subpathsOfDirectory(atPath: world.folder.path) {
        let path = "\(world.folder.path)/\(name)"
        guard path != job.path, let data = FileManager.default.contents(atPath: path) else { continue }
        #expect(data.range(of: token) == nil, "\(name)")
      }
    }
  }
}

/// A program on a platform that keeps a token for it in a file.
private struct Job {
  static let grantType = "urn:ietf:params:oauth:grant-type:jwt-bearer"
  let world: TestWorld
  let client: PreregisteredClient

  init(
    _ world: TestWorld,
    client: PreregisteredClient = PreregisteredClient(grantTypes: [grantType], workload: "system:job")
  ) throws {
    self.world = world
    self.client = world.server.preregister(client)
    try write()
  }

  var path: String { world.folder["platform-token"] }

  /// As the platform does before the old one ends.
  func write(audience: String? = nil, lifetime: Int = 3600) throws {
    let token = world.server.issuePlatformToken(to: "system:job", audience: audience, lifetime: lifetime)
    try Data((token + "\n").utf8).write(to: URL(filePath: path), options: .atomic)
  }

  @discardableResult
  func add(_ browser: HTTPBrowser? = nil, client: PreregisteredClient? = nil) async throws -> Grant {
    try await add(browser, client: client, path: path)
  }

  @discardableResult
  func add(_ browser: HTTPBrowser? = nil, client: PreregisteredClient? = nil, path: String?) async throws -> Grant {
    var options = LoginOptions()
    options.flow = .workload
    options.browser = .none
    options.assertionFile = path
    options.clientID = client?.id
    options.clientSecret = client?.secret.map { Secret($0) }
    let url = try #require(WebURL(world.server.mcpURL))
    return try #require(
      try await world.manager(browser: browser).add(url, name: "demo", account: nil, login: true, options).grant)
  }

  func token() async throws {
    _ = try await world.manager().token("demo", account: nil, minimumValidity: nil)
  }

  var asked: [LoggedRequest] { world.server.requests().filter { $0.grantType == Self.grantType } }
}

extension Optional<EngineError> {
  fileprivate var assertionFault: AssertionFileError.Fault? {
    guard case .assertionFile(_, let error) = self else { return nil }
    return error.fault
  }
}
