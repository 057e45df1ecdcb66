import HTTP

/// Makes what a stranger wrote fit to be shown and stored: what acts on a terminal is taken out, and then every secret that
/// the stranger was told is hidden, in whatever way it is spelled.
///
/// A secret is found as it is, percent-encoded (in either case, and in part), with the escapes of JSON, in base64 and
/// base64url with anything in front or behind, in two of these one over the other, with blanks or invisible characters
/// in between, and a part of it too; one of a single byte is none. Who wants to betray a secret in a spelling of their own can: they have it.
public struct ForeignText: Sendable {
  private let search: SecretSearch

  /// What stands in a secret's place.
  private static let mark = "<secret>"

  /// The secrets are those that whoever wrote the text has been sent.
  public init(hiding secrets: [Secret]) { search = SecretSearch(secrets) }

  /// On one line, at most `limit` scalars.
  public func line(_ text: String, limit: Int) -> String {
    // What is far behind is not shown; and a secret that is cut there is hidden as a part of one.
    let near = text.unicodeScalars.prefix(max(limit * 16, 4096))
    let shown = hidden(Self.text(near.filter { !$0.isHostile }))
    return Self.text(Array(shown.unicodeScalars.prefix(limit)))
  }

  /// Whole, with its line ends and tabs.
  public func block(_ text: String) -> String {
    hidden(Self.text(text.unicodeScalars.filter { !$0.isHostile || $0 == "\n" || $0 == "\t" }))
  }

  /// Whether a secret is in it.
  public func isBetrayed(by text: String) -> Bool { !search.places(in: text).isEmpty }

  /// Those scopes that hold no secret: one with a mark in it would be asked for.
  public func scope(_ scope: Scope) -> Scope {
    Scope(tokens: scope.tokens.filter { !isBetrayed(by: $0) }) ?? scope
  }

  private func hidden(_ text: String) -> String {
    let places = search.places(in: text)
    guard !places.isEmpty else { return text }
    let bytes = Array(text.utf8)
    var kept: [UInt8] = []
    var end = 0
    for place in places {
      kept.append(contentsOf: bytes[end..<place.lowerBound])
      kept.append(contentsOf: Self.mark.utf8)
      end = place.upperBound
    }
    kept.append(contentsOf: bytes[end...])
    return String(decoding: kept, as: UTF8.self)
  }

  private static func text(_ scalars: [Unicode.Scalar]) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }
}

extension ForeignText {
  /// The same error with what it quotes made fit; the words of a refusal are, from the beginning.
  public func cleaned(_ error: OAuthError) -> OAuthError {
    switch error {
    case .invalidDocument(let problem):
      return .invalidDocument(cleaned(problem))
    case .insecureEndpoint(let member, let url): return .insecureEndpoint(member: member, url: line(url, limit: 200))
    case .unsupported(.tokenType(let type, let wanted)):
      return .unsupported(.tokenType(line(type, limit: 64), wanted: wanted))
    case .unsupported(.registeredGrant(let type)): return .unsupported(.registeredGrant(line(type, limit: 200)))
    case .unsupported(.clientAuthentication(let method)):
      return .unsupported(.clientAuthentication(line(method, limit: 200)))
    case .refused, .redirected, .unsupported, .httpFailure: return error
    }
  }

  /// The same complaint with what it quotes of the document made fit.
  public func cleaned(_ problem: DocumentProblem) -> DocumentProblem {
    DocumentProblem(problem.document, from: problem.source, cleaned(problem.fault), found: problem.found)
  }

  private func cleaned(_ fault: DocumentProblem.Fault) -> DocumentProblem.Fault {
    switch fault {
    case .mismatch(let member, let expected, let found):
      .mismatch(member: member, expected: expected, found: line(found, limit: 200))
    case .unusable(let member, let value): .unusable(member: member, value: line(value, limit: 200))
    case .missing, .wrongType, .notJSON, .notUTF8, .tooDeep: fault
    }
  }
}
