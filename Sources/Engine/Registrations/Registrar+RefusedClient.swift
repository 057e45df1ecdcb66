import FoundationEssentials
import OAuth
import Registry

// A registration that its authorization server does not take any more, or not with its method.
extension Registrar {
  /// Seconds in which a server is not expected to forget a client: a refusal is then about the way it authenticates.
  private static let newness = 600.0

  /// Takes a refused registration out of use, where another one may fare better: it is kept, because logins made with it
  /// may be owed a revocation.
  ///
  /// False where nothing would be different the next time, and for a client that a person made: it is theirs to replace.
  func retireRefused(
    _ registration: Registration, _ metadata: AuthorizationServerMetadata
  ) throws(EngineError) -> Bool {
    guard registration.kind == .dynamic else { return false }
    if abs(dependencies.now().timeIntervalSince(registration.createdAt)) < Self.newness {
      guard try canRegisterOtherwise(registration, metadata) else { return false }
      exchanges.noteRefused(registration.method, at: registration.issuer)
    }
    try retire(registration, cause: "invalid_client")
    return true
  }

  private func canRegisterOtherwise(
    _ registration: Registration, _ metadata: AuthorizationServerMetadata
  ) throws(EngineError) -> Bool {
    let quirks = try stored(registry.quirks(of: registration.issuer))
    return ClientAuthenticationMethod.toRegister(
      supported: metadata.tokenEndpointAuthMethods,
      refused: (quirks.refusedAuthMethods ?? []) + [registration.method.rawValue]) != nil
  }

  /// No login uses it from now on.
  func retire(_ registration: Registration, cause: String) throws(EngineError) {
    let event = Event(
      .registrationRetired, at: dependencies.now(), issuer: registration.issuer, cause: cause, actor: actor)
    try stored(registry.retire(registration, event: event))
    notify(.registrationRetired(issuer: registration.issuer, clientID: registration.clientID))
  }
}

extension EngineError {
  /// Whether the authorization server does not take the client.
  var refusesClient: Bool {
    guard case .oauth(.refused(let refusal), _) = self else { return false }
    return refusal.code == "invalid_client" && refusal.status < 500
  }
}
