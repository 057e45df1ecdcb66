import DemoServer
import FoundationEssentials
import HTTP
import MCP
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

/// A tool that wants further scopes (MCP 2026-07-28, Step-Up Authorization Flow).
@Suite(.timeLimit(.minutes(1))) struct StepUpTests {
  static func addNote(_ world: TestWorld, mayLogIn: Bool, browser: HTTPBrowser? = nil) async throws -> ToolResult {
    let words = [try ArgumentWord.parse("text=hello")]
    let call = ToolCall(tool: "add_note", words: words, arguments: nil, deadline: .seconds(10))
    return try await world.manager(browser: browser).call("demo", account: nil, call, mayLogIn: mayLogIn)
  }

  static func kinds(_ world: TestWorld) throws -> [Event.Kind] {
    try world.registry.events().map(\.kind).filter { [.stepUp, .scopeMissing].contains($0) }
  }

  @Test("a person is led through one authorization with the union of the scopes, and the call is made again")
  func once() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let browser = world.browser()
      #expect(try await Self.addNote(world, mayLogIn: true, browser: browser).text == "Noted.")
      #expect(browser.opened.count == 1)
      let asked = try #require(browser.opened.first?.query)
      #expect(asked.contains("scope=tools%3Aread+offline_access+notes%3Awrite"), "\(asked)")
      let event = try #require(try world.registry.events().first { $0.kind == .stepUp })
      #expect(event.server == "demo" && event.account == "default" && event.cause == "add_note")
      #expect(event.detail == "tools:read offline_access notes:write")
    }
  }

  @Test("a job without a person records what was missing, once in an hour, and opens nothing")
  func background() async throws {
    try await TestWorld.run { world in
      let grant = try await world.add()
      let browser = world.browser(.missing("nobody is here"))
      for _ in 0..<3 {
        let error = await failure { try await Self.addNote(world, mayLogIn: false, browser: browser) }
        #expect(error.name == "forbidden")
      }
      #expect(try Self.kinds(world) == [.scopeMissing])
      world.advance(by: 3601)
      _ = await failure { try await Self.addNote(world, mayLogIn: false, browser: browser) }
      #expect(try Self.kinds(world) == [.scopeMissing, .scopeMissing])
      #expect(browser.opened.isEmpty)
      #expect(try world.grant().issuer == grant.issuer)
    }
  }

  @Test("a server that asks for a further scope each time gets one authorization for a command, and three in a day")
  func endless() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.setBehaviours(on: [.furtherScopesForever])
      let browser = world.browser()
      for command in 1...3 {
        let error = await failure { try await Self.addNote(world, mayLogIn: true, browser: browser) }
        #expect(error.name == "forbidden", "command \(command)")
        #expect(browser.opened.count == command)
      }
      let error = await failure { try await Self.addNote(world, mayLogIn: true, browser: browser) }
      guard case .stepUpsExhausted("demo", "add_note", _) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(browser.opened.count == 3)
      // Another account has attempts of its own, and tomorrow is another day.
      _ = try await world.manager().login("demo", account: "work", LoginOptions())
      world.advance(by: 86_401)
      _ = await failure { try await Self.addNote(world, mayLogIn: true, browser: browser) }
      #expect(browser.opened.count == 4)
    }
  }

  @Test("who says no has been asked, and that counts")
  func denied() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.setConsent(.deny)
      for expected in ["oauth", "oauth", "oauth", "stepUpsExhausted"] {
        #expect(await failure { try await Self.addNote(world, mayLogIn: true) }.name == expected)
      }
      #expect(try world.grant().generation == 1)
    }
  }

  @Test("a login that is missing or spent is no step-up")
  func loginOnly() async throws {
    try await TestWorld.run { world in
      try await world.add()
      _ = try await world.manager().revoke("demo", account: nil)
      let words = try ["a=1", "b=1"].map { try ArgumentWord.parse($0) }
      let call = ToolCall(tool: "add_numbers", words: words, arguments: nil, deadline: .seconds(10))
      let result = try await world.manager().call("demo", account: nil, call, mayLogIn: true)
      #expect(result.structuredContent == ["sum": 2])
      #expect(try Self.kinds(world).isEmpty)
    }
  }
}
