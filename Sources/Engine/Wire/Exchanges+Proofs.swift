import FoundationEssentials
import HTTP
import OAuth
import Registry

// Tokens that are bound to a key (RFC 9449): whoever steals one cannot use it without the key.
extension Exchanges {
  /// A key for a new login.
  func newDPoPKey() -> DPoPKey {
    while true {
      if let key = DPoPKey(randomBytes: dependencies.randomBytes(32)) { return key }
    }
  }

  /// The key a login's tokens are bound to, opened; nil where they are bound to none.
  func dpopKey(of grant: Grant, _ keys: DataKeys) throws(EngineError) -> DPoPKey? {
    guard grant.isBound else { return nil }
    guard let stored = try stored(registry.dpopKey(of: grant, keys: keys)),
      let key = DPoPKey(stored: stored)
    else { throw .registry(.unreadableRow(table: "grant", id: grant.id)) }
    return key
  }

  /// Nil without a key: nothing is proved then.
  func proofs(with key: DPoPKey?, for verifier: NonceCache.Verifier) -> ProofMaker? {
    key.map {
      ProofMaker(
        key: $0, verifier: verifier, nonces: workplace.nonces, now: dependencies.now,
        randomBytes: dependencies.randomBytes)
    }
  }

  /// The access token of a login, with what it takes to present it.
  func credential(of grant: Grant) throws(EngineError) -> AccessCredential {
    let token = try keyRing.openAccess(grant)
    guard grant.isBound else { return AccessCredential(token: token, proofs: nil) }
    let key = try dpopKey(of: grant, try keyRing.dataKeys())
    return AccessCredential(token: token, proofs: proofs(with: key, for: .resourceServer))
  }

  /// Sends a request with an access token, and once more where the server wants another nonce.
  func send(
    _ request: HTTPRequest, with credential: AccessCredential, _ step: ExchangeStep
  ) async throws(EngineError) -> HTTPResponse {
    func attempt() async throws(EngineError) -> HTTPResponse {
      let response = try await send(credential.presented(on: request), step)
      credential.note(response.head, from: request.url)
      return response
    }
    let response = try await attempt()
    return credential.isAskedAgain(by: response.head) ? try await attempt() : response
  }
}
