import HTTP
import OAuth
import Synchronization

/// The last nonce that each server gave for proofs (RFC 9449 §8.2, §9), as far as this process knows.
///
/// An origin can be both an authorization server and a resource server, and each of the two has nonces of its own.
final class NonceCache: Sendable {
  /// Who checks a proof.
  enum Verifier: Sendable, Hashable { case authorizationServer, resourceServer }

  private struct Place: Hashable {
    let verifier: Verifier
    let origin: String
  }

  private let nonces = Mutex<[Place: String]>([:])

  subscript(_ verifier: Verifier, _ url: WebURL) -> String? {
    nonces.withLock { $0[Place(verifier: verifier, origin: url.origin)] }
  }

  /// The latest takes the place of any other; an answer without one changes nothing.
  func note(_ head: HTTPResponseHead, of verifier: Verifier, at url: WebURL) {
    guard let nonce = DPoPNonce.given(by: head) else { return }
    nonces.withLock { $0[Place(verifier: verifier, origin: url.origin)] = nonce }
  }
}
