import FoundationEssentials
import HTTP
import OAuth
public import Registry

extension CredentialManager {
  /// Logs in to a server that is in the registry; the login it replaces is gone only when the new one is stored.
  public func login(
    _ name: String, account: String?, _ options: LoginOptions
  ) async throws(EngineError) -> Grant {
    let server = try stored { () throws(RegistryError) in try registry.server(name) }
    let finding = try await Discovery(manager: self, server: name, endpoint: server.url).probe()
    let challenge: BearerChallenge?
    switch finding {
    case .challenged(let found): challenge = found
    // Some servers show their tools to all and guard only the calls: their metadata tells.
    case .open where try await isGuarded(server): challenge = nil
    case .open: throw .needsNoToken(server: name)
    }
    let grant = try await authorize(
      server, isNew: false, account: account ?? server.defaultAccount, challenge, options)
    try await prove(grant)
    return grant
  }

  private func isGuarded(_ server: Server) async throws(EngineError) -> Bool {
    do throws(EngineError) {
      _ = try await Discovery(manager: self, server: server.name, endpoint: server.url).resourceMetadata(nil)
      return true
    } catch .noResourceMetadata {
      return false
    }
  }

  /// Plan, obtain, store; each step is kept before the next needs it.
  func authorize(
    _ server: Server, isNew: Bool, account: String, _ challenge: BearerChallenge?, _ options: LoginOptions
  ) async throws(EngineError) -> Grant {
    let plan = try await plan(server, isNew: isNew, account: account, challenge, options)
    switch plan.flow {
    case .authorizationCode: return try await authorizeWithCode(plan, options)
    }
  }

  /// A first request with the new token: a login that does not work must not look like one that does.
  func prove(_ grant: Grant) async throws(EngineError) {
    let server = try stored { () throws(RegistryError) in try registry.server(grant.serverName) }
    do throws(EngineError) {
      _ = try await fetchTools(server, account: grant.account, deadline: .seconds(30))
    } catch {
      throw .notProven(server: grant.serverName, error)
    }
  }
}
