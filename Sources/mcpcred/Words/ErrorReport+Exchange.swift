import Engine
import HTTP
import MCP
import OAuth

extension ErrorReport {
  static func report(_ error: TransportError, _ step: ExchangeStep) -> ErrorReport {
    let why =
      switch error.kind {
      case .unresolved: "the host is not known"
      case .unreachable(let reason): Untrusted.plain(reason, limit: 100)
      case .tls(let reason): "TLS: \(Untrusted.plain(reason, limit: 100))"
      case .timedOut: "no answer in time"
      case .closed: "the connection was closed before the answer"
      case .tooLarge: step.kind == .mcp ? "the answer is too large" : "the answer is larger than 1 MiB"
      case .cancelled: "interrupted"
      case .malformed(let reason): "not HTTP: \(Untrusted.plain(reason, limit: 100))"
      case .outOfReach(let address, let scope): "it is at \(address), \(words(for: scope))"
      }
    return ErrorReport(
      "\(doing(step)): \(error.origin): \(why)",
      hints: error.isOfTrust ? ["mcpcred --ca-cert PATH …"] : hints(step),
      status(of: error.kind, step),
      code: code(of: error.kind))
  }

  /// Metadata of more than its limit will not be smaller at the next try.
  private static func status(of kind: TransportError.Kind, _ step: ExchangeStep) -> ExitStatus {
    switch (kind, step.kind) {
    case (.tooLarge, .resourceMetadata), (.tooLarge, .authorizationServerMetadata): .rejected
    case (.outOfReach, _): .policy
    default: .temporary
    }
  }

  static func report(_ error: OAuthError, _ step: ExchangeStep) -> ErrorReport {
    switch error {
    case .refused(let refusal) where step.kind == .devicePoll && refusal.code == "access_denied":
      return redirected(refusal.code, refusal.description, step)
    case .refused(let refusal) where ProofWords.codes.contains(refusal.code): return refusedProof(refusal, step)
    case .refused(let refusal):
      let words = refusal.description.map { ": \(Untrusted.quoted($0))" } ?? ""
      let isOutage = refusal.isOutage
      return ErrorReport(
        "\(doing(step)): the authorization server says \(Untrusted.plain(refusal.code, limit: 60))\(words)",
        hints: isOutage ? [] : hints(refused: refusal, step), isOutage ? .temporary : .rejected,
        code: "refused", retryAfter: refusal.retryAfter)
    case .redirected(let code, let description): return redirected(code, description, step)
    case .invalidDocument(let problem): return invalid(problem, step)
    case .httpFailure(let failure):
      let kind = failure.mediaType.map { " with \(Untrusted.plain($0, limit: 40))" } ?? ""
      // RFC 7591 §3: who registers clients may want to see a token first, and need not say so in OAuth's words.
      let isLocked = step.kind == .registration && [401, 403].contains(failure.status)
      // What a secret goes along with is sent nowhere else, at no later time either.
      let place = failure.location.map { " and points to \(Untrusted.quoted($0)), where nothing is sent" } ?? ""
      let isFinal = isLocked || (failure.location != nil && step.kind != .refresh)
      return ErrorReport(
        "\(doing(step)): \(failure.origin) answered HTTP \(failure.status)\(kind)\(place)\(said(failure.words))",
        hints: isLocked ? [initialAccess(step)] + byHand(step) : [], isFinal ? .rejected : .temporary,
        code: "http_failure", retryAfter: failure.retryAfter)
    case .insecureEndpoint(let member, let url):
      return ErrorReport(
        "\(doing(step)): \(member) is neither https nor this machine: \(Untrusted.quoted(url))",
        hints: member == "registration_endpoint" ? byHand(step) : [], .policy, code: "insecure_endpoint")
    case .unsupported(let feature): return unsupported(feature, step)
    }
  }

  static func report(_ error: RedirectListenerError) -> ErrorReport {
    switch error {
    case .portsBusy(let ports):
      let list = ports.map(String.init).joined(separator: ", ")
      return ErrorReport(
        "every port registered for the browser's answer is in use: \(list)",
        hints: ["ss -ltnp | grep -E ':(\(ports.map(String.init).joined(separator: "|")))'"], .temporary,
        code: "ports_busy")
    case .failed(let reason):
      return ErrorReport("cannot listen for the browser's answer: \(reason)", .failure, code: "listener_failed")
    }
  }

  /// What is wrong is the server's to mend, and what can be kept is kept: the next try goes on from there.
  static func answerUnusable(_ server: String, _ error: OAuthError) -> ErrorReport {
    let step = ExchangeStep(.refresh, server: server)
    return ErrorReport(
      "\(report(error, step).message); its new refresh token is stored, and another token is asked for later",
      hints: hints(step), .temporary, code: "answer_unusable")
  }

  private static func redirected(_ code: String, _ description: String?, _ step: ExchangeStep) -> ErrorReport {
    let words = description.map { ": \(Untrusted.quoted($0))" } ?? ""
    if code == "access_denied" {
      return ErrorReport("login to \(step.server) was denied\(words)", .accessDenied, code: "access_denied")
    }
    let isOutage = ["server_error", "temporarily_unavailable"].contains(code)
    return ErrorReport(
      "login to \(step.server): the authorization server says \(Untrusted.plain(code, limit: 60))\(words)",
      hints: isOutage ? [] : hints(code: code, words: description, step), isOutage ? .temporary : .rejected,
      code: isOutage ? "server_error" : "authorization_refused")
  }

  private static func unsupported(_ feature: OAuthError.Feature, _ step: ExchangeStep) -> ErrorReport {
    var hints: [String] = []
    let what: String
    switch feature {
    case .pkceS256: what = "does not offer PKCE with S256, which MCP demands"
    case .pkceUnstated(let needsClient):
      what =
        "does not say that it checks PKCE, without which an intercepted code can be used by others"
        + (needsClient ? "; and it registers no clients: one made there by hand is needed" : "")
      hints = ["mcpcred login \(step.server) --allow-missing-pkce\(needsClient ? " --client-id ID" : "")"]
    case .codeResponseType: what = "does not offer the authorization code grant"
    case .pushedRequests: what = "wants requests to be pushed to it (RFC 9126), and does not say where"
    case .deviceGrant:
      what = "does not offer the device grant (RFC 8628)"
      hints = ["mcpcred login \(step.server) --no-browser"]
    case .clientCredentials: what = "does not offer the client credentials grant"
    case .assertions: what = "does not offer the grant for assertions (RFC 7523)"
    case .identityAssertions:
      what = "does not say that it takes assertions of an identity provider (grant profile id-jag)"
    case .clientRegistration:
      what = "registers no clients; a client made there by hand is needed"
      hints = byHand(step)
    case .clientWithoutDocument:
      what = "registers no clients; it takes one by the URL of a document about it, which has to be published first"
      hints = ["mcpcred client-metadata --url URL", "mcpcred login \(step.server) --client-metadata-url URL"]
    case .registeredGrant(let type):
      what = "registered the client without the grant that this login needs: \(Untrusted.quoted(type))"
      if step.kind == .registrationManagement {
        let device = type == TokenRequest.deviceGrant ? " --device" : ""
        hints = ["mcpcred login \(step.server)\(device) --new-registration"]
      }
    case .tokenType(let type, .bearer): what = "gave a token of type \(Untrusted.quoted(type)), which cannot be used"
    case .tokenType(let type, .dpop):
      what = "gave a token of type \(Untrusted.quoted(type)) where one bound to a key (DPoP) was asked for"
    case .boundTokens(let accepted, let isDemanded):
      return unbindable(accepted, isDemanded: isDemanded, step)
    case .clientAuthentication(let method):
      what = "wants client authentication that mcpcred does not have: \(Untrusted.quoted(method))"
    }
    return ErrorReport("\(doing(step)): the authorization server \(what)", hints: hints, .rejected, code: "unsupported")
  }

  private static func hints(refused refusal: Refusal, _ step: ExchangeStep) -> [String] {
    switch (refusal.code, step.kind) {
    case ("invalid_client", .codeExchange), ("unauthorized_client", .codeExchange):
      ["mcpcred login \(step.server) --new-registration"]
    case ("invalid_client", .pushedAuthorization): ["mcpcred login \(step.server) --new-registration"]
    // A client that was registered before it could have known is registered for a browser's grant alone.
    case ("invalid_client", .deviceAuthorization), ("unauthorized_client", .deviceAuthorization):
      ["mcpcred login \(step.server) --device --new-registration"]
    case (_, .registration) where [401, 403].contains(refusal.status): [initialAccess(step)] + byHand(step)
    case (_, .refresh): ["mcpcred login \(step.server)"]
    default: hints(code: refusal.code, words: refusal.description, step)
    }
  }

  /// What a login may do otherwise, by what was refused of it (RFC 6749 §4.1.2.1 and §5.2, RFC 8707 §2).
  private static func hints(code: String, words: String?, _ step: ExchangeStep) -> [String] {
    let words = words?.lowercased() ?? "", login = "mcpcred login \(step.server)"
    switch code {
    case "invalid_target": return ["\(login) --no-resource", "\(login) --resource URI"]
    case "invalid_scope":
      let scope = "\(login) --scope SCOPES", anew = "\(login) --new-registration"
      // A client may be registered for fewer scopes than the server has by now.
      return words.contains("client") || words.contains("regist") ? [anew, scope] : [scope, anew]
    case "invalid_request" where words.contains("client_secret"),
      "invalid_client" where words.contains("client_secret"):
      return ["\(login) --client-id ID --client-secret-stdin"]
    default: return []
    }
  }

  /// For a server that registers no clients.
  private static func byHand(_ step: ExchangeStep) -> [String] {
    ["", " --client-secret-stdin"].map { "mcpcred login \(step.server) --client-id ID\($0)" }
  }

  private static func initialAccess(_ step: ExchangeStep) -> String {
    "mcpcred login \(step.server) --initial-access-token-file PATH"
  }

  private static func hints(_ step: ExchangeStep) -> [String] {
    step.kind == .refresh ? ["mcpcred status \(step.server)"] : []
  }

  static func doing(_ step: ExchangeStep) -> String {
    switch step.kind {
    case .resourceMetadata: "discovery of \(step.server)"
    case .authorizationServerMetadata: "discovery of \(step.server)'s authorization server"
    case .registration: "registration for \(step.server)"
    case .registrationManagement: "registration of \(step.server)"
    case .authorization: "login to \(step.server)"
    case .codeExchange, .pushedAuthorization, .deviceAuthorization, .devicePoll, .clientCredentials, .assertion:
      "login to \(step.server)"
    case .identityExchange: "asking \(step.server) for an assertion"
    case .refresh: "refresh of \(step.server)"
    case .revocation: "revocation for \(step.server)"
    case .userInfo, .introspection: "asking who is logged in to \(step.server)"
    case .mcp: "request to \(step.server)"
    }
  }

  private static func code(of kind: TransportError.Kind) -> String {
    switch kind {
    case .unresolved: "host_unknown"
    case .unreachable: "unreachable"
    case .tls: "tls_failure"
    case .timedOut: "timed_out"
    case .closed: "connection_closed"
    case .tooLarge: "answer_too_large"
    case .cancelled: "interrupted"
    case .malformed: "not_http"
    case .outOfReach: "private_address"
    }
  }
}
