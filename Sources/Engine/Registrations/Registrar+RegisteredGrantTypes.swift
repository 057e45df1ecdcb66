import HTTP
import OAuth
import Registry

// A server may register a client for fewer grants than it asked for (RFC 7591 §3.2.1). A browser would then end at an error
// page, and nobody would come back.
extension Registrar {
  /// Of a registration that was just made; one that is of no use to the login is not kept.
  func checkGrants(
    of made: ClientRegistrationResponse, at issuer: String, for flow: Grant.Flow, _ step: ExchangeStep
  ) async throws(EngineError) {
    let grants = RegisteredGrantTypes(document: made.document)
    if let needed = flow.registeredGrant, !grants.allow(needed) {
      await abandon(made, step)
      throw .oauth(.unsupported(.registeredGrant(needed)), step)
    }
    if !grants.allow("refresh_token") { notify(.registeredWithoutRefresh(issuer: issuer)) }
  }

  /// Of a registration made earlier, perhaps for another way to log in.
  func checkGrants(
    of known: Registration, for flow: Grant.Flow, server: String, _ keys: DataKeys
  ) throws(EngineError) {
    guard known.kind == .dynamic, let needed = flow.registeredGrant,
      let document = try stored(registry.document(of: known, keys: keys)),
      !RegisteredGrantTypes(document: document).allow(needed)
    else { return }
    throw .oauth(.unsupported(.registeredGrant(needed)), ExchangeStep(.registrationManagement, server: server))
  }

  /// Takes a registration away that nobody needs, where the server lets it be (RFC 7592 §2.3). Where that fails the server
  /// has one client more, which it will forget in its own time.
  private func abandon(_ made: ClientRegistrationResponse, _ step: ExchangeStep) async {
    guard let token = made.managementToken,
      let access = RegistrationAccess(document: made.document, token: token, clientID: made.clientID)
    else { return }
    _ = try? await exchanges.send(access.delete(), ExchangeStep(.registrationManagement, server: step.server))
  }
}
