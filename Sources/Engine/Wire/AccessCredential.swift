import HTTP
import OAuth

/// An access token, and how requests carry it.
struct AccessCredential: Sendable {
  let token: Secret
  /// Shows that we hold the key the token is bound to; nil for a bearer token.
  let proofs: ProofMaker?

  /// RFC 6750 §2.1 for a bearer token, RFC 9449 §7.1 for one that is bound to a key.
  func presented(on request: HTTPRequest) -> HTTPRequest {
    if let proofs { return proofs.proved(request, access: token) }
    var request = request
    request.headers.set("Authorization", "Bearer " + token.exposed)
    return request
  }

  /// Takes up what an answer brings for later requests.
  func note(_ head: HTTPResponseHead, from url: WebURL) { proofs?.note(head, from: url) }

  /// Whether a server wants the same request again, with the nonce it has just given: it has done nothing then (RFC 9449
  /// §9).
  func isAskedAgain(by head: HTTPResponseHead) -> Bool {
    guard proofs != nil, head.status == 401 else { return false }
    return DPoPNonce.isDemanded(by: head, AuthenticationChallenge.parse(head.headers.all("WWW-Authenticate")))
  }
}
