import Testing

extension EndToEnd {
  /// A real browser on the consent page.
  @Suite("Browser", .enabled(if: HeadlessBrowser.isInstalled, "needs chromium: run Tests/Counterparts/setup --browser"))
  struct BrowserTests {
    @Test("a person who clicks Allow is logged in, and the page says so")
    func allow() async throws {
      let server = try await RunningDemoServer(consent: "page")
      let browser = try HeadlessBrowser(clicks: "allow")
      let home = try Workspace(with: browser.environment)
      #expect(try await home.mcpcred("init", "--key-provider", "file").status == 0)
      let outcome = try await home.mcpcred("add", "demo", server.mcp, within: .seconds(60))
      #expect(outcome.status == 0 && outcome.stdout == "added demo\n", "\(outcome)")
      let page = try await browser.page()
      #expect(page["outcome"] == .string("callback") && page["clicked"] == .bool(true), "\(page)")
      #expect(page["text"]?.text?.isEmpty == false, "\(page)")
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
    }

    @Test("a person whose browser is on another machine brings the address it ended at")
    func elsewhere() async throws {
      let server = try await RunningDemoServer(consent: "page")
      let browser = try HeadlessBrowser(clicks: "allow")
      let home = try await Workspace.ready(browser: .missing)
      let begun = try await home.mcpcred("add", "demo", server.mcp, "--begin")
      #expect(begun.status == 0, "\(begun)")
      try await browser.visit(begun.answer)
      let page = try await browser.page()
      #expect(page["outcome"] == .string("callback unreachable") && page["clicked"] == .bool(true), "\(page)")
      let finished = try await home.mcpcred(
        "login", "demo", "--finish", "-", input: .text(browser.address + "\n"))
      #expect(finished.status == 0 && finished.stdout == "logged in to demo\n", "\(finished)")
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
    }

    @Test("a person who clicks Deny is not, exit code 9, and the page says so")
    func deny() async throws {
      let server = try await RunningDemoServer(consent: "page")
      let browser = try HeadlessBrowser(clicks: "deny")
      let home = try Workspace(with: browser.environment)
      #expect(try await home.mcpcred("init", "--key-provider", "file").status == 0)
      let outcome = try await home.mcpcred("add", "demo", server.mcp, within: .seconds(60))
      expectFailure(outcome, 9, "login to demo was denied")
      let page = try await browser.page()
      #expect(page["outcome"] == .string("callback") && page["clicked"] == .bool(true), "\(page)")
      #expect(try await home.mcpcred("list", "--json").stdout == "[]\n")
    }
  }
}
