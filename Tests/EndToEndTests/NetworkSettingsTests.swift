import Testing

extension EndToEnd {
  /// A world that is reached through a proxy only, with a CA of its own, and a certificate to show.
  @Suite("Network settings")
  struct NetworkSettingsTests {
    /// Where each command is to find them.
    enum Place: String, CaseIterable { case options, environment }

    @Test(
      "every request goes through the proxy, trusts the CA and shows the certificate, the worker's too",
      arguments: Place.allCases)
    func everyRequest(_ place: Place) async throws {
      let server = try await RunningDemoServer()
      let proxy = try await TLSProxy(to: server)
      let home = try await Self.home(proxy, place)
      func run(_ words: String...) async throws {
        let outcome = try await home.run(words + Self.options(proxy, place))
        #expect(outcome.status == 0, "\(outcome)")
      }
      try await run("add", "demo", proxy.address(server.mcp))
      try await run("call", "demo", "add_numbers", "a=1", "b=2")
      try await run("refresh", "demo")
      try await run("registration", "check", "demo")
      try await run("whoami", "demo")
      try await run("revoke", "demo")
      try await run("remove", "demo")
      let seen = try proxy.exchanges()
      #expect(Set(seen.map { Self.line($0) }) == Self.expected)
      // The browser has no certificate; whatever else reached the server came through the proxy with one.
      #expect(seen.filter { !$0.certified }.map(\.path) == ["/realm/demo/ask"])
      #expect(seen.allSatisfy { $0.host == TLSProxy.host })
      #expect(try await server.requests().count == seen.count)
    }

    @Test("NO_PROXY is honoured: the host is looked for by its name, and the proxy hears nothing")
    func exception() async throws {
      let server = try await RunningDemoServer()
      let proxy = try await TLSProxy(to: server)
      let home = try await Self.home(proxy, .environment)
      let add = ["add", "demo", proxy.address(server.mcp)]
      let around = try await home.start(add, with: ["NO_PROXY": "other.test,.\(TLSProxy.host)"]).end()
      #expect(around.status == 7, "\(around)")
      #expect(try proxy.exchanges().isEmpty)
      let through = try await home.start(add, with: ["NO_PROXY": "other.test"]).end()
      #expect(through.status == 0, "\(through)")
    }

    private static let expected: Set = [
      "GET /.well-known/oauth-protected-resource/tools/mcp", "GET /.well-known/oauth-authorization-server/realm/demo",
      "POST /realm/demo/clients/new", "GET /realm/demo/clients/known/ID", "DELETE /realm/demo/clients/known/ID",
      "GET /realm/demo/ask", "POST /realm/demo/mint", "POST /realm/demo/void", "POST /realm/demo/inspect",
      "GET /realm/demo/me", "POST /tools/mcp",
    ]

    /// Method and path, with the client's id by another name.
    private static func line(_ exchange: TLSProxy.Exchange) -> String {
      let parts = exchange.path.split(separator: "client_")
      return "\(exchange.method) \(parts.count == 2 ? parts[0] + "ID" : exchange.path[...])"
    }

    private static func home(_ proxy: TLSProxy, _ place: Place) async throws -> Workspace {
      // The browser is another program, and has settings of its own.
      var environment = ["HTTPS_PROXY": proxy.address, "CURL_CA_BUNDLE": proxy.ca]
      if place == .environment {
        environment["SSL_CERT_FILE"] = proxy.ca
        environment["MCPCRED_CLIENT_CERT"] = proxy.clientCertificate
        environment["MCPCRED_CLIENT_KEY"] = proxy.clientKey
      }
      let home = try Workspace(with: environment)
      #expect(try await home.mcpcred("init", "--key-provider", "file").status == 0)
      return home
    }

    private static func options(_ proxy: TLSProxy, _ place: Place) -> [String] {
      guard place == .options else { return [] }
      return [
        "--ca-cert", proxy.ca, "--client-cert", proxy.clientCertificate, "--client-key", proxy.clientKey,
      ]
    }
  }
}
