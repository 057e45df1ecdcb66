@testable import DemoServer

/// A server for one test, with a client that has logged in.
struct Stay {
  let server: DemoServer
  var visitor: Visitor
  let accessToken: String
  let refreshToken: String

  /// Runs a test against a server of its own and stops it afterwards.
  static func with(
    _ configuration: DemoConfiguration = .init(consent: .allow), scope: String? = nil,
    _ body: (Stay) async throws -> Void
  ) async throws {
    try await server(configuration) { server in
      var visitor = Visitor(server)
      await visitor.registered()
      let tokens = await visitor.exchange(await visitor.code(["scope": scope])).json
      let stay = Stay(
        server: server, visitor: visitor, accessToken: tokens["access_token"]?.string ?? "",
        refreshToken: tokens["refresh_token"]?.string ?? "")
      try await body(stay)
    }
  }

  static func server(
    _ configuration: DemoConfiguration = .init(consent: .allow), _ body: (DemoServer) async throws -> Void
  ) async throws {
    let server = try await DemoServer.start(configuration)
    do {
      try await body(server)
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }
}
