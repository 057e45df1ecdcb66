import DemoServer
import FoundationEssentials
import HTTP
import LinuxPlatform
import OAuth
import Registry
import Synchronization
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct NewHostTests {
  /// What a person was asked, and says.
  final class Person: Sendable {
    private let asked = Mutex<[LoginQuestion]>([])
    var questions: [LoginQuestion] { asked.withLock { $0 } }

    func options(saying answer: Bool) -> LoginOptions {
      var options = LoginOptions()
      options.confirm = { question in
        self.asked.withLock { $0.append(question) }
        return answer
      }
      return options
    }
  }

  /// A login whose server was at another host.
  static func elsewhere(_ world: TestWorld) async throws -> Grant {
    let grant = try await world.add()
    try world.sqlite3("UPDATE server SET url = 'https://notes.example/mcp' WHERE name = 'demo'")
    return grant
  }

  static func add(_ world: TestWorld, _ options: LoginOptions, browser: HTTPBrowser? = nil) async throws -> Grant? {
    let url = try #require(WebURL(world.server.secondMCPURL))
    return try await world.manager(browser: browser).add(url, name: "more", account: nil, login: true, options).grant
  }

  @Test("the first login of another host at an issuer with logins is said, recorded and asked about")
  func asked() async throws {
    try await TestWorld.run { world in
      let grant = try await Self.elsewhere(world)
      let person = Person()
      #expect(try await Self.add(world, person.options(saying: true)) != nil)
      guard
        case .newHost("more", "127.0.0.1", grant.issuer, grant.clientID, let scope, ["demo"]) = person.questions.first
      else {
        Issue.record("\(person.questions)")
        return
      }
      #expect(scope?.tokens.contains("tools:read") == true)
      #expect(
        try world.registry.events().contains { $0.kind == .newHost && $0.cause == "127.0.0.1" && $0.server == "more" })
      #expect(world.notices.all.contains { if case .attention = $0 { true } else { false } })
      // Once it has a login, its host is known.
      _ = try await world.manager().login("more", account: nil, person.options(saying: true))
      #expect(person.questions.count == 1)
    }
  }

  @Test("who does not say yes is logged in nowhere, and no browser opens")
  func declined() async throws {
    try await TestWorld.run { world in
      _ = try await Self.elsewhere(world)
      let browser = world.browser()
      let error = await failure {
        try await Self.add(world, Person().options(saying: false), browser: browser)
      }
      #expect(error.name == "declined")
      #expect(browser.opened.isEmpty)
      #expect(try world.registry.hasServer("more") == false)
    }
  }

  @Test("where nobody can be asked it is said all the same")
  func nobody() async throws {
    try await TestWorld.run { world in
      _ = try await Self.elsewhere(world)
      #expect(try await Self.add(world, LoginOptions()) != nil)
      #expect(world.notices.all.contains { if case .attention = $0 { true } else { false } })
    }
  }

  @Test("nothing is asked of a first login, of another server at the same host, or of one that keeps to itself")
  func silent() async throws {
    try await TestWorld.run { world in
      let person = Person()
      let url = try #require(WebURL(world.server.mcpURL))
      _ = try await world.manager().add(url, name: "demo", account: nil, login: true, person.options(saying: false))
      _ = try await Self.add(world, person.options(saying: false))
      _ = try await world.manager().remove("more", offline: true)
      try world.sqlite3("UPDATE server SET url = 'https://notes.example/mcp' WHERE name = 'demo'")
      var options = person.options(saying: false)
      options.ownRegistration = true
      #expect(try await Self.add(world, options) != nil)
      #expect(person.questions.isEmpty)
    }
  }
}
