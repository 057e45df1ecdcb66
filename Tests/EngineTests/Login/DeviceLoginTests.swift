import DemoServer
import Engine
import FoundationEssentials
import HTTP
import OAuth
import Registry
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct DeviceLoginTests {
  @Test("a person who confirms the code elsewhere is logged in, and no browser is started here")
  func allowed() async throws {
    try await TestWorld.run(.init(consent: .page)) { world in
      let browser = world.browser()
      let login = Self.login(world, browser)
      let code = try await Self.code(world)
      #expect(world.server.decideDevice(code.text, allow: true))
      try await Self.wait(world, seconds: 5)
      #expect(await login.value.name == "success")
      let grant = try world.grant()
      #expect(grant.flow == .deviceCode)
      #expect(grant.hasRefreshToken)
      #expect(grant.requestedScope?.description == "tools:read offline_access")
      #expect(browser.opened.isEmpty)
      #expect(code.complete?.hasSuffix("?user_code=" + code.text) == true)
      let asked = world.server.requests().first { $0.endpoint == "device_authorization" }
      #expect(asked?.parameters["resource"] == world.server.mcpURL)
      #expect(asked?.parameters["scope"] == "tools:read offline_access")
      #expect(Self.polls(world) == 1)
      _ = try await world.manager().refresh("demo", account: nil)
    }
  }

  @Test("it is asked at the server's pace: later after slow_down, and not before the first interval")
  func pace() async throws {
    try await TestWorld.run(.init(consent: .page, behaviours: [.deviceSlowDownAtOnce])) { world in
      let login = Self.login(world)
      let code = try await Self.code(world)
      #expect(Self.polls(world) == 0)
      try await Self.wait(world, seconds: 5)
      #expect(await eventually { Self.polls(world) == 1 && world.clock.sleeperCount == 1 })
      // Ten seconds from now on.
      world.advance(by: 9)
      #expect(world.clock.sleeperCount == 1)
      #expect(Self.polls(world) == 1)
      world.advance(by: 1)
      #expect(await eventually { Self.polls(world) == 2 && world.clock.sleeperCount == 1 })
      world.server.decideDevice(code.text, allow: true)
      try await Self.wait(world, seconds: 10)
      #expect(await login.value.name == "success")
      #expect(Self.polls(world) == 3)
    }
  }

  @Test("a person who says no ends it")
  func denied() async throws {
    try await TestWorld.run(.init(consent: .page)) { world in
      let login = Self.login(world)
      world.server.decideDevice(try await Self.code(world).text, allow: false)
      try await Self.wait(world, seconds: 5)
      guard case .oauth(.refused(let refusal), let step) = await login.value else {
        Issue.record("no refusal")
        return
      }
      #expect(refusal.code == "access_denied" && step.kind == .devicePoll)
      #expect(try world.registry.servers().isEmpty)
    }
  }

  @Test(
    "it ends with the code, or with the person's patience, whichever is over first", arguments: [(900, 600), (90, 90)])
  func expired(_ timeout: Int, _ expected: Int) async throws {
    try await TestWorld.run(.init(consent: .page)) { world in
      var options = LoginOptions()
      options.timeout = .seconds(timeout)
      let login = Self.login(world, options: options)
      _ = try await Self.code(world)
      try await Self.wait(world, seconds: Double(expected))
      guard case .deviceTimedOut("demo", .seconds(expected)) = await login.value else {
        Issue.record("no timeout")
        return
      }
    }
  }

  @Test("a clock that is set while the code waits neither ends the wait nor prolongs it", arguments: [-3600.0, 3600])
  func clockSet(by seconds: Double) async throws {
    try await TestWorld.run(.init(consent: .page)) { world in
      var options = LoginOptions()
      options.timeout = .seconds(90)
      let login = Self.login(world, options: options)
      _ = try await Self.code(world)
      world.clock.setWallClock(world.clock.now + seconds)
      try await Self.wait(world, seconds: 5)
      try #require(await eventually { Self.polls(world) == 1 && world.clock.sleeperCount == 1 })
      try await Self.wait(world, seconds: 85)
      // Whoever went by that clock would have ended before the first poll, or would go on polling.
      let outcome = Mutex<String?>(nil)
      let waiting = Task {
        let name = await login.value.name
        outcome.withLock { $0 = name }
      }
      #expect(await eventually { outcome.withLock { $0 } == "deviceTimedOut" })
      login.cancel()
      await waiting.value
    }
  }

  @Test("a code that the server says has expired is a timeout too")
  func expiredToken() async throws {
    try await TestWorld.run(.init(consent: .page)) { world in
      let login = Self.login(world)
      _ = try await Self.code(world)
      world.server.advanceClock(by: 700)
      try await Self.wait(world, seconds: 5)
      #expect(await login.value.name == "deviceTimedOut")
    }
  }

  @Test("an outage while it is waited for does not end it, and makes the pauses longer")
  func outage() async throws {
    try await TestWorld.run(.init(consent: .page)) { world in
      world.server.plan([
        PlannedFault(.token, .unavailable(retryAfter: nil)), PlannedFault(.token, .dropBefore),
        PlannedFault(.token, .html),
      ])
      let login = Self.login(world)
      world.server.decideDevice(try await Self.code(world).text, allow: true)
      for (seconds, count) in [(5.0, 1), (10, 2), (20, 3)] {
        try await Self.wait(world, seconds: seconds)
        #expect(await eventually { Self.polls(world) == count && world.clock.sleeperCount == 1 })
      }
      try await Self.wait(world, seconds: 40)
      #expect(await login.value.name == "success")
    }
  }

  @Test("Ctrl-C ends the waiting at once, and nothing is asked after it")
  func interrupted() async throws {
    try await TestWorld.run(.init(consent: .page)) { world in
      let login = Self.login(world)
      _ = try await Self.code(world)
      login.cancel()
      #expect(await login.value.name == "cancelled")
      #expect(Self.polls(world) == 0)
      #expect(try world.registry.servers().isEmpty)
    }
  }

  @Test("a server without the grant is refused before anything is registered")
  func unsupported() async throws {
    try await TestWorld.run(.init(consent: .page, behaviours: [.noDeviceGrant])) { world in
      guard case .oauth(.unsupported(.deviceGrant), _) = await Self.login(world).value else {
        Issue.record("not refused")
        return
      }
      #expect(!world.server.requests().contains { $0.endpoint == "registration" })
    }
  }

  @Test("where nobody is there nothing is asked")
  func notInteractive() async throws {
    try await TestWorld.run { world in
      var options = LoginOptions()
      options.browser = .none
      #expect(await Self.login(world, options: options).value.name == "notInteractive")
      #expect(!world.server.requests().contains { $0.endpoint == "device_authorization" })
    }
  }

  @Test("a login made with a code is renewed with one, unless the person wants a browser")
  func again() async throws {
    try await TestWorld.run { world in
      let login = Self.login(world)
      _ = try await Self.code(world)
      try await Self.wait(world, seconds: 5)
      #expect(await login.value.name == "success")
      world.notices.clear()
      let browser = world.browser()
      let again = Task { try await world.manager(browser: browser).login("demo", account: nil, LoginOptions()) }
      _ = try await Self.code(world)
      try await Self.wait(world, seconds: 5)
      #expect(try await again.value.flow == .deviceCode)
      #expect(browser.opened.isEmpty)
      var options = LoginOptions()
      options.flow = .authorizationCode
      #expect(try await world.manager().login("demo", account: nil, options).flow == .authorizationCode)
    }
  }

  static func login(
    _ world: TestWorld, _ browser: HTTPBrowser? = nil, options: LoginOptions = LoginOptions()
  ) -> Task<EngineError?, Never> {
    var options = options
    options.flow = .deviceCode
    return Task { [options] in
      await failure {
        let url = try #require(WebURL(world.server.mcpURL))
        _ = try await world.manager(browser: browser).add(url, name: "demo", account: nil, login: true, options)
      }
    }
  }

  /// The code that is shown, once it is waited for.
  static func code(_ world: TestWorld) async throws -> (text: String, complete: String?) {
    func shown() -> (text: String, complete: String?)? {
      world.notices.all.lazy.compactMap { notice in
        if case .confirm(let code, _, let complete) = notice { (code, complete?.raw) } else { nil }
      }.first
    }
    #expect(await eventually { shown() != nil && world.clock.sleeperCount == 1 })
    return try #require(shown())
  }

  /// Lets the one who waits wait so long, in steps that leave it time to ask.
  static func wait(_ world: TestWorld, seconds: Double) async throws {
    var left = seconds
    while left > 0 {
      #expect(await eventually { world.clock.sleeperCount == 1 })
      world.advance(by: min(left, 5))
      left -= 5
    }
  }

  private static func polls(_ world: TestWorld) -> Int {
    world.server.requests().count { $0.grantType == "urn:ietf:params:oauth:grant-type:device_code" }
  }
}
