public import HTTP

/// What came back through the browser, held against what was asked (RFC 6749 §4.1.2, RFC 9207 §2.4).
public enum AuthorizationResponse: Sendable {
  /// Not an answer to this request: another path, another or no state, a repeated parameter. The login goes on.
  case unrelated
  /// The code, to be spent once, at the recorded issuer's token endpoint only.
  case code(Secret)
  /// The server or the person said no.
  case refused(OAuthError)

  /// What the answer must agree with; recorded before the browser opens.
  public struct Expectation: Sendable {
    public let redirectURI: WebURL
    public let state: Secret
    public let issuer: String
    /// RFC 9207 §3, `authorization_response_iss_parameter_supported`.
    public let issRequired: Bool

    public init(redirectURI: WebURL, state: Secret, issuer: String, issRequired: Bool) {
      self.redirectURI = redirectURI
      self.state = state
      self.issuer = issuer
      self.issRequired = issRequired
    }
  }

  /// Reads a request target (`/callback/…?code=…`) or a whole URL as a person pastes it.
  ///
  /// The state is looked at first, then `iss`, then `error`, then `code`: nothing of an answer that is not ours, or
  /// not from the expected issuer, is acted on or shown.
  public static func parse(_ text: String, expecting: Expectation) -> AuthorizationResponse {
    guard let parameters = parameters(of: text, redirectURI: expecting.redirectURI),
      let state = parameters["state"], expecting.state.matches(state)
    else { return .unrelated }
    if let mismatch = issuerMismatch(parameters["iss"], expecting) { return .refused(mismatch) }
    if let error = parameters["error"] {
      let foreign = ForeignText(hiding: [expecting.state])
      return .refused(
        .redirected(
          code: foreign.line(error, limit: 64),
          description: parameters["error_description"].map { foreign.line($0, limit: 200) }))
    }
    guard let code = parameters["code"], !code.isEmpty else {
      return .refused(problem(expecting, .missing(member: "code")))
    }
    return .code(Secret(code))
  }

  /// RFC 9207 §2.4: simple string comparison after one form-decoding, and present where the server promised it.
  private static func issuerMismatch(_ iss: String?, _ expecting: Expectation) -> OAuthError? {
    guard let iss else {
      return expecting.issRequired ? problem(expecting, .missing(member: "iss")) : nil
    }
    // By bytes: String's own equality calls canonically equivalent texts the same.
    guard iss.utf8.elementsEqual(expecting.issuer.utf8) else {
      return problem(expecting, .mismatch(member: "iss", expected: expecting.issuer, found: iss))
    }
    return nil
  }

  private static func problem(_ expecting: Expectation, _ fault: DocumentProblem.Fault) -> OAuthError {
    .invalidDocument(DocumentProblem(.authorizationResponse, from: expecting.issuer, fault))
  }

  /// Nil for another path, an unreadable query or a parameter that came twice (RFC 6749 §3.1).
  private static func parameters(of text: String, redirectURI: WebURL) -> [String: String]? {
    var target = Substring(text)
    if !target.hasPrefix("/") {
      guard target.hasPrefix(redirectURI.origin + "/") else { return nil }
      target = target.dropFirst(redirectURI.origin.count)
    }
    if let fragment = target.firstIndex(of: "#") { target = target[..<fragment] }
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let path = redirectURI.path.isEmpty ? "/" : redirectURI.path
    guard parts.count == 2, parts[0] == path, let fields = FormURLEncoding.decode(parts[1]) else { return nil }
    var parameters: [String: String] = [:]
    for (name, value) in fields where parameters.updateValue(value, forKey: name) != nil { return nil }
    return parameters
  }
}
