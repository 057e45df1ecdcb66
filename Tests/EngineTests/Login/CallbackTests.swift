import DemoServer
import Engine
import HTTP
import OAuth
import Registry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct CallbackTests {
  @Test("stray requests and foreign answers leave the login alive")
  func strays() async throws {
    try await TestWorld.run { world in
      let browser = world.browser(
        .visiting { redirect in
          let bare = String(redirect.prefix { $0 != "?" })
          let origin = WebURL(bare)?.origin ?? ""
          return [
            origin + "/favicon.ico", bare, bare + "?code=stolen&state=other", bare + "?error=access_denied",
            redirect + "&state=twice", redirect + "&code=twice", bare + "?%zz", redirect,
          ]
        })
      try await Self.add(world, browser)
      await browser.finish()
      #expect(browser.visits.map(\.status).last == 200)
      #expect(browser.visits.first?.status == 404)
      #expect(world.server.requests().count { $0.grantType == "authorization_code" } == 1)
    }
  }

  @Test("a person who says no ends the login at once")
  func deny() async throws {
    try await TestWorld.run(.init(consent: .deny)) { world in
      let error = await failure { try await world.add() }
      guard case .oauth(.redirected("access_denied", _), let step) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(step.kind == .authorization)
      #expect(!world.server.requests().contains { $0.endpoint == "token" })
    }
  }

  @Test(
    "an answer that names another issuer, or none, spends no code",
    arguments: [("&iss=https%3A%2F%2Fevil.example", "mismatch"), ("", "missing")])
  func issuer(iss: String, fault: String) async throws {
    try await TestWorld.run { world in
      let browser = world.browser(
        .visiting { redirect in
          let parts = redirect.split(separator: "?")
          let kept = parts[1].split(separator: "&").filter { !$0.hasPrefix("iss=") }.joined(separator: "&")
          return ["\(parts[0])?\(kept)\(iss)"]
        })
      let error = await failure { try await Self.add(world, browser) }
      guard case .oauth(.invalidDocument(let problem), _) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(problem.document == .authorizationResponse)
      #expect("\(problem.fault)".hasPrefix(fault))
      #expect(!world.server.requests().contains { $0.endpoint == "token" })
    }
  }

  @Test("who never comes back is waited for until the time is over, and the listener is closed")
  func timeout() async throws {
    try await TestWorld.run { world in
      let browser = world.browser(.never)
      var options = LoginOptions()
      options.timeout = .seconds(90)
      let login = Task { [options] in await failure { try await Self.add(world, browser, options) } }
      #expect(await eventually { world.clock.sleeperCount == 1 })
      world.clock.advance(by: 89)
      #expect(world.clock.sleeperCount == 1)
      world.clock.advance(by: 1)
      guard case .loginTimedOut("demo", .seconds(90)) = await login.value else {
        Issue.record("no timeout")
        return
      }
      let redirect = try #require(try Self.redirect(in: browser))
      await #expect(throws: TransportError.self) { try await world.transport.send(HTTPRequest(.get, redirect)) }
    }
  }

  @Test("a login that is interrupted ends at once, and the listener is closed")
  func cancelled() async throws {
    try await TestWorld.run { world in
      let browser = world.browser(.never)
      let login = Task { await failure { try await Self.add(world, browser) } }
      #expect(await eventually { world.clock.sleeperCount == 1 })
      login.cancel()
      #expect(await login.value.name == "cancelled")
      let redirect = try #require(try Self.redirect(in: browser))
      await #expect(throws: TransportError.self) { try await world.transport.send(HTTPRequest(.get, redirect)) }
      #expect(try world.registry.servers().isEmpty)
    }
  }

  @Test("a pasted address ends the login; anything else that is pasted does not")
  func paste() async throws {
    try await TestWorld.run { world in
      let (lines, typing) = AsyncStream.makeStream(of: String.self)
      let browser = world.browser(
        .visiting { redirect in
          for line in ["hello", "", redirect] { typing.yield(line) }
          return []
        })
      var options = LoginOptions()
      options.pasted = lines
      try await Self.add(world, browser, options)
      let complaints = world.notices.all.count { if case .pasteNotUnderstood = $0 { true } else { false } }
      #expect(complaints == 1)
    }
  }

  @Test("the end of what can be pasted does not end the login")
  func endOfPaste() async throws {
    try await TestWorld.run { world in
      let (lines, typing) = AsyncStream.makeStream(of: String.self)
      typing.finish()
      var options = LoginOptions()
      options.pasted = lines
      try await Self.add(world, world.browser(), options)
    }
  }

  @Test("without a browser the address is shown and waited for all the same")
  func noBrowser() async throws {
    try await TestWorld.run { world in
      let browser = world.browser(.missing("no display"))
      let login = Task { await failure { try await Self.add(world, browser) } }
      #expect(await eventually { Self.shown(world) != nil })
      let (url, opened) = try #require(Self.shown(world))
      #expect(!opened)
      try world.browser().open(url)
      #expect(await login.value.name == "success")
    }
  }

  @Test("a person who wants no browser is only shown the address, and nobody is asked where nobody is there")
  func choices() async throws {
    try await TestWorld.run { world in
      let browser = world.browser()
      var options = LoginOptions()
      options.browser = .none
      #expect(await failure { try await Self.add(world, browser, options) }.name == "notInteractive")
      options.browser = .show
      let login = Task { [options] in await failure { try await Self.add(world, browser, options) } }
      #expect(await eventually { Self.shown(world) != nil })
      try world.browser().open(try #require(Self.shown(world)).url)
      #expect(await login.value.name == "success")
      #expect(browser.opened.isEmpty)
    }
  }

  private static func add(
    _ world: TestWorld, _ browser: HTTPBrowser, _ options: LoginOptions = LoginOptions()
  ) async throws {
    let url = try #require(WebURL(world.server.mcpURL))
    _ = try await world.manager(browser: browser).add(url, name: "demo", account: nil, login: true, options)
  }

  private static func shown(_ world: TestWorld) -> (url: WebURL, opened: Bool)? {
    world.notices.all.lazy.compactMap { if case .visit(let url, let opened, _) = $0 { (url, opened) } else { nil } }
      .first
  }

  /// The redirect URI of the only address it was shown.
  private static func redirect(in browser: HTTPBrowser) throws -> WebURL? {
    let query = try #require(browser.opened.first?.query)
    return FormURLEncoding.decode(query)?.first { $0.name == "redirect_uri" }.flatMap { WebURL($0.value) }
  }
}
