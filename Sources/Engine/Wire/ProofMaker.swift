import FoundationEssentials
import HTTP
import OAuth

/// Makes the proofs for one login's requests to one kind of server (RFC 9449 §4), and remembers the nonces for them.
struct ProofMaker: Sendable {
  let key: DPoPKey
  let verifier: NonceCache.Verifier
  let nonces: NonceCache
  let now: @Sendable () -> Date
  let randomBytes: @Sendable (Int) -> [UInt8]

  /// The request with a proof of its own: none is good for two requests (`jti`). With an access token it carries that, too.
  func proved(_ request: HTTPRequest, access: Secret? = nil) -> HTTPRequest {
    DPoPProof(
      id: Base64URL.encode(randomBytes(16)), issuedAt: Int64(now().timeIntervalSince1970),
      nonce: nonces[verifier, request.url]
    ).added(to: request, key: key, access: access)
  }

  /// Takes up the nonce that an answer brings, whatever else it says.
  func note(_ head: HTTPResponseHead, from url: WebURL) { nonces.note(head, of: verifier, at: url) }
}
