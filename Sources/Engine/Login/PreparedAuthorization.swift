import HTTP
import OAuth

/// What is made before a browser goes out: the question it carries, and what the answer must agree with.
struct PreparedAuthorization {
  /// To open.
  let url: WebURL
  let expectation: AuthorizationResponse.Expectation
  let verifier: Secret
  /// Seconds for which the URL is good, where the authorization server bounds that.
  let urlExpiresIn: Int?
}
