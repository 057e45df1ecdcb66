import HTTP
import OAuth
import Registry

// Enterprise-managed authorization (MCP extension `io.modelcontextprotocol/enterprise-managed-authorization`): the person's
// login at the company's identity provider stands for a login here. No browser goes to this server's authorization server.
extension LoggingIn {
  func authorizeByIdentity(_ plan: LoginPlan) async throws(EngineError) -> Grant {
    try await identityProviders.readyIdentity(at: plan.identityProvider, for: plan.server.name, account: plan.account)
    notify(.authorizing(server: plan.server.name, issuer: plan.found.issuer, scope: plan.scope))
    return try await storing(plan) { () async throws(EngineError) in
      let source = try self.identityProviders.identitySource(
        at: plan.identityProvider, for: plan.server.name, account: plan.account, plan.keys)
      let transport = try self.exchanges.quietTransport()
      // Each request has an assertion of its own, also where the client authenticates in another way.
      var assertions: [Secret] = []
      return try await self.obtain(plan, .assertion, hiding: assertions) { (client) async throws(EngineError) in
        let assertion = try await self.identityProviders.identityAssertion(
          from: source, to: plan.found.metadata.issuer, resource: plan.server.resource, scope: plan.scope,
          for: plan.server.name, plan.keys, over: transport)
        assertions.append(assertion)
        return TokenRequest.assertion(
          assertion, scope: plan.scope, resource: plan.server.resource, client: client,
          at: plan.found.metadata.tokenEndpoint)
      }
    }
  }
}
