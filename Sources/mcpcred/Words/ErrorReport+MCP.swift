import Engine
import MCP

extension ErrorReport {
  static func report(_ error: MCPError, server: String) -> ErrorReport {
    let what: String
    switch error {
    case .malformedJSON, .nestedTooDeep, .notJSONRPC: what = "answered with something that is not a JSON-RPC message"
    case .answerMismatch: what = "answered another request than ours"
    case .streamEnded: what = "ended the stream before the answer"
    case .eventTooLarge(let limit), .answerTooLarge(let limit): what = "sent an answer of more than \(limit) bytes"
    case .malformedResult(let member): what = "sent a result without a usable \(Untrusted.quoted(member))"
    case .unknownResultType(let type): what = "sent a result of unknown type \(Untrusted.quoted(type))"
    case .unsupportedVersion(let versions):
      what = "speaks only protocol versions that mcpcred does not: \(Untrusted.plain(versions))"
    case .refusesOwnVersion(let version):
      what = "refuses protocol version \(Untrusted.plain(version, limit: 40)), which it says it speaks"
    case .sessionLost: what = "has forgotten the session (HTTP 404)"
    case .tooManyRounds(let limit): what = "asks for input more than \(limit) times in one call"
    case .headerValueUnfit(let parameter):
      what = "wants \(Untrusted.plain(parameter, limit: 60)) in a header, where this value cannot stand"
    case .malformedSessionID: what = "sent a session id that cannot be used"
    }
    return ErrorReport("\(server) \(what)", status(of: error), code: "bad_answer")
  }

  private static func status(of error: MCPError) -> ExitStatus {
    switch error {
    case .unsupportedVersion, .refusesOwnVersion: .rejected
    case .headerValueUnfit: .usage
    default: .temporary
    }
  }

  /// The first thing that does not fit, what would, and how the whole call looks.
  static func report(
    _ error: InvalidArguments, tool: String, server: String, given words: [String] = []
  ) -> ErrorReport {
    let tool = Untrusted.plain(tool, limit: 64)
    // A name that does not exist explains why another one is missing.
    guard let first = error.errors.first(where: { $0.rule.isUnknown }) ?? error.errors.first else {
      return ErrorReport("arguments do not fit \(tool)", .usage, code: "bad_arguments")
    }
    let more = error.errors.count > 1 ? " (and \(error.errors.count - 1) more)" : ""
    let name = first.parameter.isEmpty ? "arguments" : Untrusted.plain(first.parameter, limit: 64)
    let given = (first.rule.isUnknown ? nil : first.given).map { ", given \(Untrusted.quoted($0))" } ?? ""
    let call = ["mcpcred", "call", server, Shell.quoted(tool)] + corrected(words, error, first).map(Shell.quoted)
    let example = first.example == nil ? [] : [call.joined(separator: " ")]
    return ErrorReport(
      "\(tool): \(name) \(Self.words(for: first.rule))\(given)\(more)",
      hints: example + ["mcpcred tools \(server)"], .usage, code: "bad_arguments")
  }

  /// The same where the error may be one of the arguments, which were given in these words.
  static func report(_ error: EngineError, given words: [String]) -> ErrorReport {
    guard case .arguments(let error, let tool, let server) = error else { return report(error) }
    return report(error, tool: tool, server: server, given: words)
  }

  /// The words that fit, if they are not too long to be read, and an example for each that is wrong or missing.
  private static func corrected(_ words: [String], _ error: InvalidArguments, _ first: ArgumentError) -> [String] {
    guard !first.parameter.isEmpty else { return first.example.map { [$0] } ?? [] }
    let wrong = error.errors.filter { !$0.parameter.isEmpty && !$0.rule.isUnknown }
    let kept = words.filter { word in
      let name = word.prefix { $0 != "=" && $0 != ":" }
      return !wrong.contains { $0.parameter == name || $0.parameter.hasPrefix(name + ".") }
    }
    var named: Set<String> = []
    let examples = wrong.compactMap { error in
      named.insert(error.parameter).inserted ? error.example.map { "\(error.parameter)=\($0)" } : nil
    }
    return (kept.joined().utf8.count > 200 ? [] : kept) + examples
  }

  private static func words(for rule: ArgumentRule) -> String {
    switch rule {
    case .required: return "is required"
    case .unknown(let suggestion, let known):
      if let suggestion { return "is unknown; did you mean \(Untrusted.plain(suggestion, limit: 64))?" }
      return known.isEmpty
        ? "is unknown; it takes no arguments"
        : "is unknown; it takes \(Untrusted.plain(known.joined(separator: ", ")))"
    case .type(let types): return "must be \(types.map(article).joined(separator: " or "))"
    case .json: return "begins like JSON and is not"
    case .oneOf(let values, let suggestion):
      let list = Untrusted.plain(values.map { $0.stringValue ?? $0.text() }.joined(separator: ", "))
      return "must be one of \(list)" + (suggestion.map { "; did you mean \(Untrusted.plain($0))?" } ?? "")
    case .minimum(let bound): return "must be at least \(bound.text())"
    case .maximum(let bound): return "must be at most \(bound.text())"
    case .exclusiveMinimum(let bound): return "must be more than \(bound.text())"
    case .exclusiveMaximum(let bound): return "must be less than \(bound.text())"
    case .multipleOf(let step): return "must be a multiple of \(step.text())"
    case .minLength(let count): return "must have at least \(count) characters"
    case .maxLength(let count): return "must have at most \(count) characters"
    case .minItems(let count): return "must have at least \(count) elements"
    case .maxItems(let count): return "must have at most \(count) elements"
    case .uniqueItems: return "must not repeat an element"
    case .alternatives: return "fits none of the forms it may have"
    case .repeated: return "is given more than once and is not a list"
    case .malformedWord: return "must be written name=value"
    }
  }

  private static func article(_ type: String) -> String {
    ["integer", "array", "object"].contains(type) ? "an \(type)" : "a \(type)"
  }
}

extension ArgumentRule {
  fileprivate var isUnknown: Bool {
    if case .unknown = self { true } else { false }
  }
}
