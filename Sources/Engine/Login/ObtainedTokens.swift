import FoundationEssentials
import OAuth

/// What a flow ended in, ready to be stored.
struct ObtainedTokens {
  let response: TokenResponse
  /// Taken before the request was sent.
  let obtainedAt: Date
  /// The private key that the tokens are bound to (RFC 9449); nil for bearer tokens.
  var dpopKey: Secret?
  /// The way to authenticate that the server refused before it took another.
  var refusedMethod: ClientAuthenticationMethod?
}
