import DemoServer
import FoundationEssentials
import HTTP
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

/// Whose login a login replaces.
@Suite(.timeLimit(.minutes(1))) struct SubjectTests {
  static func options(switching: Bool = false, scope: String? = "tools:read offline_access openid") -> LoginOptions {
    var options = LoginOptions()
    options.scope = scope.flatMap { Scope($0) }
    options.switchSubject = switching
    return options
  }

  /// Logged in as ada, with an ID token.
  @discardableResult
  static func add(_ world: TestWorld) async throws -> Grant {
    let url = try #require(WebURL(world.server.mcpURL))
    let added = try await world.manager().add(url, name: "demo", account: nil, login: true, options())
    return try #require(added.grant)
  }

  @Test("the ID token says whose login it is, and is kept sealed")
  func known() async throws {
    try await TestWorld.run { world in
      let grant = try await Self.add(world)
      #expect(grant.subject == "ada")
      let token = try #require(try world.registry.idToken(of: grant, keys: world.manager().keyRing.dataKeys()))
      #expect(try IDToken.parse(token, from: "x").subject == "ada")
    }
  }

  @Test("without the scope openid nobody knows, and nothing is said")
  func unknown() async throws {
    try await TestWorld.run { world in
      let grant = try await world.add()
      #expect(grant.subject == nil)
      #expect(!world.notices.all.contains { if case .idTokenUnusable = $0 { true } else { false } })
    }
  }

  @Test(
    "a bad ID token costs no login; it is told, and not kept",
    arguments: [
      (Behaviour.idTokenForeignIssuer, "iss"), (.idTokenForeignAudience, "aud"), (.idTokenExpired, "exp"),
    ])
  func bad(_ behaviour: Behaviour, _ member: String) async throws {
    try await TestWorld.run { world in
      world.server.setBehaviours(on: [behaviour])
      let grant = try await Self.add(world)
      #expect(grant.subject == nil)
      #expect(try world.registry.idToken(of: grant, keys: world.manager().keyRing.dataKeys()) == nil)
      let faults = world.notices.all.compactMap { notice -> String? in
        guard case .idTokenUnusable("demo", let problem) = notice else { return nil }
        switch problem.fault {
        case .mismatch(let member, _, _), .unusable(let member, _): return member
        default: return "\(problem.fault)"
        }
      }
      #expect(faults == [member])
    }
  }

  @Test("another person's login is refused, nothing is stored, and the new tokens are revoked")
  func refused() async throws {
    try await TestWorld.run { world in
      let old = try await Self.add(world)
      world.server.setConsent(.allow, subject: "eve")
      world.server.clearRequests()
      let error = await failure { try await world.manager().login("demo", account: nil, Self.options()) }
      guard case .subjectChanged("demo", "default", "ada", "eve") = error else {
        Issue.record("\(error.name)")
        return
      }
      let grant = try world.grant()
      #expect(grant.generation == old.generation && grant.subject == "ada")
      let revocations = world.server.requests().filter { $0.endpoint == "revocation" }
      #expect(revocations.map { $0.parameters["token_type_hint"] } == ["refresh_token", "access_token"])
      #expect(revocations.allSatisfy { $0.status == 200 })
      #expect(
        world.notices.all.contains { if case .takenBack("demo", areRevoked: true) = $0 { true } else { false } })
      let event = try #require(try world.registry.events().first)
      #expect(event.kind == .subjectChanged && event.cause == "refused" && event.detail == "ada to eve")
      // The old login is as good as it was.
      #expect(try await world.manager().refresh("demo", account: nil).generation == old.generation + 1)
      #expect(try world.registry.owedRevocations().isEmpty)
    }
  }

  @Test("tokens that cannot be revoked then are told of, and the old login stays")
  func notTakenBack() async throws {
    try await TestWorld.run { world in
      try await Self.add(world)
      world.server.setConsent(.allow, subject: "eve")
      world.server.plan([PlannedFault(.revocation, .internalError, times: nil)])
      let error = await failure { try await world.manager().login("demo", account: nil, Self.options()) }
      #expect(error.name == "subjectChanged")
      #expect(
        world.notices.all.contains { if case .takenBack("demo", areRevoked: false) = $0 { true } else { false } })
      #expect(try world.grant().subject == "ada")
    }
  }

  @Test("a person who wants it replaces the login, and may use another account, or a revoked one, without asking")
  func switched() async throws {
    try await TestWorld.run { world in
      try await Self.add(world)
      world.server.setConsent(.allow, subject: "eve")
      let other = try await world.manager().login("demo", account: "other", Self.options())
      #expect(other.subject == "eve")
      let replaced = try await world.manager().login("demo", account: nil, Self.options(switching: true))
      #expect(replaced.subject == "eve")
      #expect(try world.registry.events().contains { $0.kind == .subjectChanged && $0.cause == "accepted" })
      _ = try await world.manager().revoke("demo", account: nil)
      world.server.setConsent(.allow, subject: "ada")
      #expect(try await world.manager().login("demo", account: nil, Self.options()).subject == "ada")
    }
  }

  @Test("who is not known is not compared: a login without an ID token replaces one with, and the other way round")
  func uncompared() async throws {
    try await TestWorld.run { world in
      try await Self.add(world)
      world.server.setConsent(.allow, subject: "eve")
      let unnamed = try await world.manager().login("demo", account: nil, Self.options(scope: "tools:read"))
      #expect(unnamed.subject == nil)
      #expect(try await world.manager().login("demo", account: nil, Self.options()).subject == "eve")
    }
  }
}
