import HTTP
import MCP
import OAuth

// What an MCP server says of its own accord. A result is the server's answer to the person, and left as it came.
extension ForeignText {
  /// Of a message that a person is shown.
  private static let limit = 2000

  /// The same answer with the words of its errors and challenges made fit.
  func cleaned(_ answer: Answer) -> Answer {
    let outcome: Answer.Outcome
    switch answer.outcome {
    case .result, .unread, .accepted: return answer
    case .rpcError(let error):
      outcome = .rpcError(
        JSONRPCError(
          code: error.code, message: line(error.message, limit: Self.limit),
          data: error.data.map { $0.mappingTexts(block) }))
    case .unauthorized(let challenges): outcome = .unauthorized(challenges: challenges.map(cleaned))
    case .forbidden(let challenges): outcome = .forbidden(challenges: challenges.map(cleaned))
    case .httpFailure(let status, let mediaType, let excerpt):
      outcome = .httpFailure(
        status: status, mediaType: mediaType.map { line($0, limit: 100) }, excerpt: block(excerpt))
    }
    return Answer(head: answer.head, outcome: outcome)
  }

  /// A scope or an address with a secret in it is left out: it would be asked for, or visited.
  private func cleaned(_ challenge: AuthenticationChallenge) -> AuthenticationChallenge {
    var parameters: [String: String] = [:]
    for (name, value) in challenge.parameters {
      switch name {
      case "scope": parameters[name] = Scope(value).map { scope($0).description } ?? line(value, limit: Self.limit)
      case "resource_metadata": parameters[name] = isBetrayed(by: value) ? nil : value
      default: parameters[name] = line(value, limit: Self.limit)
      }
    }
    return AuthenticationChallenge(
      scheme: challenge.scheme, parameters: parameters, repeated: challenge.repeated,
      metadataCandidates: challenge.metadataCandidates.filter { !isBetrayed(by: $0) },
      token68: challenge.token68.flatMap { isBetrayed(by: $0) ? nil : $0 })
  }

  /// Where a redirect leads has been told the token, too; an address with it in it is not to be visited.
  func cleaned(_ redirect: RefusedRedirect) -> RefusedRedirect {
    guard isBetrayed(by: redirect.to) else { return redirect }
    return RefusedRedirect(from: redirect.from, to: line(redirect.to, limit: Self.limit), fault: .unusable)
  }

  /// The same page, nil where its address has a secret in it.
  func cleaned(_ visit: PageVisit) -> PageVisit? {
    guard !isBetrayed(by: visit.url.raw) else { return nil }
    return PageVisit(url: visit.url, message: visit.message.map { line($0, limit: Self.limit) })
  }

  /// The same report of a tool's progress.
  func cleaned(_ progress: Progress) -> Progress { progress.saying(progress.message.map { line($0, limit: 200) }) }

  /// The same document, which is kept in clear.
  func cleaned(_ document: JSONValue) -> JSONValue {
    isBetrayed(by: document.text()) ? document.mappingTexts { isBetrayed(by: $0) ? block($0) : $0 } : document
  }
}
