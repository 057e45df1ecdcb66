import HTTP
import OAuth

/// What the answer to a refresh means for the login, as a function of the answer alone.
///
/// | answer | meaning | because |
/// | --- | --- | --- |
/// | tokens | `rotated` | |
/// | a success that cannot be used, with a refresh token that can be read | `unusable` | the old one is spent |
/// | no answer, nothing sent | `notActed` | nobody heard the request |
/// | no answer after a byte was sent | `ambiguous` | the answer may have been lost on its way back |
/// | 408, 425, 429 | `notActed` | they say that the request was not taken, and who sends them is before the server |
/// | 500 and above, whatever the body | `ambiguous` | a gateway that loses its server after the rotation says the same as |
/// | | | one that never reached it, 503 included, with or without `Retry-After` or an OAuth error |
/// | an OAuth error below 500 | by its code | the server itself has spoken |
/// | 4xx without an OAuth error | `notActed` | refused before a token was looked at |
/// | anything else | `ambiguous` | a redirect, a page, a success that cannot be read |
enum RefreshAnswer: Sendable {
  /// New tokens.
  case rotated(TokenResponse)
  /// A new refresh token in an answer that is no good otherwise.
  case unusable(refreshToken: Secret)
  /// `invalid_grant`: the only answer that condemns a refresh token (RFC 6749 §5.2).
  case grantRefused(Refusal)
  /// `invalid_client` or `unauthorized_client`: the registration is dead; the tokens are bound to it.
  case clientRefused(Refusal)
  /// Any other OAuth error: something about the request.
  case requestRefused(Refusal)
  /// The server certainly did not act: not a byte was sent, or it said so.
  case notActed(failure: String, retryAfter: Int?)
  /// The token may have been spent: reset or timeout after sending, a server error, a success that cannot be read. It is
  /// sent again while a server that rotates may still take it; not before the server asked to be.
  case ambiguous(failure: String, retryAfter: Int?)

  /// From an exchange that brought no answer.
  init(_ error: TransportError) {
    let failure =
      switch error.kind {
      case .tls: "tls_failure"
      default: error.sent ? "ambiguous" : "transient_network"
      }
    self =
      error.sent ? .ambiguous(failure: failure, retryAfter: nil) : .notActed(failure: failure, retryAfter: nil)
  }

  /// From an answer that was read, or could not be; with the refresh token that it has all the same.
  init(_ result: Result<TokenResponse, OAuthError>, salvaged: Secret? = nil) {
    switch result {
    case .success(let tokens): self = .rotated(tokens)
    case .failure(.refused(let refusal)): self = Self.refused(refusal)
    case .failure(.httpFailure(let failure)): self = Self.failed(failure)
    case .failure:
      self = salvaged.map { .unusable(refreshToken: $0) } ?? .ambiguous(failure: "ambiguous", retryAfter: nil)
    }
  }

  /// The status first: an outage can wear an OAuth error's clothes, and then says nothing about the token.
  private static func refused(_ refusal: Refusal) -> RefreshAnswer {
    if let outage = outage(status: refusal.status, retryAfter: refusal.retryAfter) { return outage }
    return switch refusal.code {
    // The last four say outright that the person is wanted (OpenID Connect Core §3.1.2.6).
    case "invalid_grant", "interaction_required", "login_required", "consent_required", "account_selection_required":
      .grantRefused(refusal)
    case "invalid_client", "unauthorized_client": .clientRefused(refusal)
    // RFC 9449 §5, §8: something about the proof, a clock that is wrong for example. The token is not looked at.
    case "invalid_dpop_proof", "use_dpop_nonce": .notActed(failure: "proof_rejected", retryAfter: refusal.retryAfter)
    // Not defined for this endpoint (RFC 6749 §5.2) and sent all the same: an outage in OAuth's words.
    case "server_error", "temporarily_unavailable":
      .ambiguous(failure: "transient_upstream", retryAfter: refusal.retryAfter)
    default: .requestRefused(refusal)
    }
  }

  private static func failed(_ failure: HTTPFailure) -> RefreshAnswer {
    if let outage = outage(status: failure.status, retryAfter: failure.retryAfter) { return outage }
    return (400..<500).contains(failure.status)
      ? .notActed(failure: "transient_upstream", retryAfter: failure.retryAfter)
      : .ambiguous(failure: "ambiguous", retryAfter: failure.retryAfter)
  }

  /// Nil for a status that speaks about the request.
  private static func outage(status: Int, retryAfter: Int?) -> RefreshAnswer? {
    switch StatusMeaning(status) {
    case .notNow: .notActed(failure: "transient_upstream", retryAfter: retryAfter)
    case .failure: .ambiguous(failure: "ambiguous", retryAfter: retryAfter)
    case .none, .success, .redirect, .refusal: nil
    }
  }
}
