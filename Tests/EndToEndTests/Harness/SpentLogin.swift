import Testing

/// A login to `demo` whose token the server takes no more and the registry calls spent. Its refresh takes a while, so that
/// many who want it are there before the answer is.
struct SpentLogin {
  let server: RunningDemoServer
  let home: Workspace
  /// The token that is spent.
  let token: String

  init(refreshTakes seconds: Int) async throws {
    server = try await RunningDemoServer()
    home = try await Workspace.ready()
    _ = try await home.mcpcred("add", "demo", server.mcp)
    token = try await home.mcpcred("token", "demo").answer
    try await server.expireAccessTokens()
    try await home.age(by: 400)
    try await server.plan("slow", at: "refresh", more: #", "seconds": \#(seconds)"#)
    try await server.clearRequests()
  }

  /// There was one refresh, and what it brought works.
  func expectOneRefresh() async throws {
    #expect(try await server.refreshes() == 1)
    try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
    #expect(try await server.refreshes() == 1)
  }
}
