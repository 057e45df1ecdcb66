import Engine
import HTTP
import OAuth

// Documents and answers that cannot be used.
extension ErrorReport {
  /// A page where an endpoint's answer should be is some proxy's; and a refresh whose answer cannot be read is tried
  /// again.
  static func invalid(_ problem: DocumentProblem, _ step: ExchangeStep) -> ErrorReport {
    let isPage =
      [.notJSON, .notUTF8].contains(problem.fault)
      && [.tokenResponse, .registrationResponse].contains(problem.document)
    return ErrorReport(
      "\(doing(step)): \(words(for: problem))\(blame(problem))", hints: trusting(problem, step),
      isPage || step.kind == .refresh ? .temporary : .rejected, code: isPage ? "http_failure" : "invalid_document")
  }

  private static func blame(_ problem: DocumentProblem) -> String {
    guard case (.authorizationServerMetadata, .mismatch("issuer", _, _)) = (problem.document, problem.fault) else {
      return ""
    }
    return "; the server's metadata contradict each other, which is theirs to mend"
  }

  /// The way through for documents that contradict each other: a person vouches for the issuer that is declared.
  private static func trusting(_ problem: DocumentProblem, _ step: ExchangeStep) -> [String] {
    guard case (.authorizationServerMetadata, .mismatch("issuer", _, let found)) = (problem.document, problem.fault),
      step.kind == .authorizationServerMetadata, WebURL(found)?.isSecure == true
    else { return [] }
    return ["mcpcred login \(step.server) --trust-issuer \(Shell.quoted(found))"]
  }

  static func words(for problem: DocumentProblem) -> String {
    let document =
      switch problem.document {
      case .protectedResourceMetadata: "protected resource metadata"
      case .authorizationServerMetadata: "authorization server metadata"
      case .registrationResponse: "registration answer"
      case .tokenResponse: "token answer"
      case .authorizationResponse: "the browser's answer"
      case .tokenExchangeResponse: "the identity provider's answer"
      case .pushedAuthorizationResponse: "the answer to the pushed request"
      case .deviceAuthorizationResponse: "the device's codes"
      case .idToken: "ID token"
      case .userInfo: "userinfo answer"
      case .introspection: "introspection answer"
      }
    let fault =
      switch problem.fault {
      case .notJSON: "no JSON object was found"
      case .missing(let member):
        "\(member) is missing"
          + (problem.found.map { "; there is one in \(Untrusted.plain($0, limit: 64)), which is not this login's" }
            ?? "")
      case .notUTF8: "it is not UTF-8, which JSON must be"
      case .tooDeep(let limit): "it is nested more than \(limit) deep"
      case .wrongType(let member, let expected):
        "\(Untrusted.plain(member, limit: 80)) is \(article(problem.found)), expected \(article(expected))"
      case .mismatch(let member, let expected, let found):
        "\(member) mismatch: expected \(Untrusted.plain(expected)), found \(Untrusted.quoted(found))"
      case .unusable(let member, let value): "\(member) cannot be used: \(Untrusted.quoted(value))"
      }
    return "\(document) (\(Untrusted.plain(problem.source))): \(fault)"
  }

  private static func article(_ kind: String?) -> String {
    guard let kind else { return "something else" }
    return kind == "null" ? kind : "aeio".contains(kind.prefix(1)) ? "an \(kind)" : "a \(kind)"
  }
}
