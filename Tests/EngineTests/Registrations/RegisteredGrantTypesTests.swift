import DemoServer
import HTTP
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct RegisteredGrantsTests {
  @Test("a client registered without the code is refused before a browser opens, taken away again and not kept")
  func withoutCode() async throws {
    try await TestWorld.run { world in
      world.server.setBehaviours(on: [.codeNotRegistered])
      let browser = world.browser()
      let url = try #require(WebURL(world.server.mcpURL))
      let error = await failure {
        try await world.manager(browser: browser).add(url, name: "demo", account: nil, login: true, LoginOptions())
      }
      #expect(Self.missing(error) == "authorization_code")
      #expect(browser.opened.isEmpty)
      #expect(RegisterTests.log(world) == ["POST 201"])
      #expect(RegisterTests.log(world, "client_configuration") == ["DELETE 204"])
      #expect(try world.registry.activeRegistration(issuer: world.server.issuer, kind: .dynamic) == nil)
      world.server.setBehaviours(off: [.codeNotRegistered])
      try await world.add()
    }
  }

  @Test("a client registered without refresh tokens is used, and a person is told")
  func withoutRefresh() async throws {
    try await TestWorld.run { world in
      world.server.setBehaviours(on: [.refreshNotRegistered])
      let grant = try await world.add()
      #expect(!grant.hasRefreshToken)
      #expect(Self.isTold(world))
    }
    try await TestWorld.run { world in
      try await world.add()
      #expect(!Self.isTold(world))
    }
  }

  @Test("a registration made for a browser alone is not taken to a device")
  func known() async throws {
    try await TestWorld.run { world in
      world.server.setBehaviours(on: [.noDeviceGrant])
      try await world.add()
      world.server.setBehaviours(off: [.noDeviceGrant])
      world.advance(by: 86_401)
      var options = LoginOptions()
      options.flow = .deviceCode
      let error = await failure { try await world.manager().login("demo", account: nil, options) }
      #expect(Self.missing(error) == TokenRequest.deviceGrant)
      #expect(!world.server.requests().contains { $0.endpoint == "device_authorization" })
      #expect(try world.grant().state == .active)
    }
  }

  private static func missing(_ error: EngineError?) -> String? {
    guard case .oauth(.unsupported(.registeredGrant(let type)), _) = error else { return nil }
    return type
  }

  private static func isTold(_ world: TestWorld) -> Bool {
    world.notices.all.contains { if case .registeredWithoutRefresh = $0 { true } else { false } }
  }
}
