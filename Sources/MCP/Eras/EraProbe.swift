public import HTTP

/// Tells from the answer to a modern request which era a server lives in (MCP 2026-07-28, Versioning and Streamable HTTP,
/// Backward Compatibility).
public enum EraProbe {
  /// What to do next.
  public enum Verdict: Sendable, Equatable {
    /// Go on as asked.
    case modern
    /// Ask again in this version.
    case modernOther(ProtocolVersion)
    /// Ask again with `initialize`.
    case legacy
    /// The answer says nothing about the era: authorize, then ask again.
    case authorize([AuthenticationChallenge])
    /// Refused; nothing about the era either.
    case forbidden([AuthenticationChallenge])
    /// The server speaks only these, none of them ours.
    case unsupported([ProtocolVersion])
    /// The server cannot answer now; nothing about the era.
    case outage
    /// A success or a redirect without a message: no MCP endpoint.
    case notMCP(status: Int)
  }

  /// The method whose absence alone tells the era, as every modern server has it.
  public static let discover = "server/discover"

  /// Decides from the answer to `method`, sent in the version `requested`.
  public static func verdict(
    _ answer: Answer, method: String, requested: ProtocolVersion = .v2026_07_28
  ) -> Verdict {
    switch answer.outcome {
    case .unauthorized(let challenges): .authorize(challenges)
    case .forbidden(let challenges): .forbidden(challenges)
    case .accepted: .notMCP(status: answer.head.status)
    case .unread(let result):
      verdict(result: method == discover ? result.value : .null, method: method, requested: requested)
    case .result(let result): verdict(result: result, method: method, requested: requested)
    case .rpcError(let error): verdict(error, status: answer.head.status, method: method, requested: requested)
    case .httpFailure(let status, _, _):
      if StatusMeaning(status).isOutage {
        .outage
      } else {
        (400..<500).contains(status) ? .legacy : .notMCP(status: status)
      }
    }
  }

  /// Whether a server that was modern when it was last seen no longer is, or not in this version; it has then done
  /// nothing.
  public static func isOutdated(_ answer: Answer) -> Bool {
    switch answer.outcome {
    case .httpFailure(let status, _, _): StatusMeaning(status) == .refusal
    case .rpcError(let error):
      error.code == JSONRPCError.unsupportedProtocolVersion || refuses(error, status: answer.head.status)
    default: false
    }
  }

  /// Whether a request without a session is refused, before anything is done, by a server that gave no sign of the modern
  /// era before: it served what it did as it would have served anything.
  public static func refusesWithoutSession(_ answer: Answer) -> Bool {
    switch answer.outcome {
    case .httpFailure(let status, _, _): StatusMeaning(status) == .refusal
    case .rpcError(let error): refuses(error, status: answer.head.status)
    default: false
    }
  }

  /// Servers of the session era call such a request invalid, or say what it lacks. Nothing else is certain to have done
  /// nothing: it might be a tool's failure.
  private static func refuses(_ error: JSONRPCError, status: Int) -> Bool {
    guard !StatusMeaning(status).isOutage else { return false }
    if error.code == JSONRPCError.invalidRequest { return true }
    let text = error.message.lowercased()
    return (400..<500).contains(status) && (-32099 ... -32000).contains(error.code)
      && ![JSONRPCError.headerMismatch, JSONRPCError.missingClientCapability, JSONRPCError.unsupportedProtocolVersion]
        .contains(error.code)
      && (text.contains("session") || text.contains("initializ"))
  }

  /// Whether a result says anything that only servers of the modern era say.
  public static func isMarked(_ answer: Answer) -> Bool {
    let members: (String) -> JSONValue?
    switch answer.outcome {
    case .result(let result): members = { result[$0] }
    case .unread(let text):
      let all = text.members
      members = { all?[$0]?.value }
    default: return true
    }
    if ["resultType", "ttlMs", "cacheScope"].contains(where: { members($0) != nil }) { return true }
    return members("_meta")?.objectValue?.keys.contains { $0.hasPrefix("io.modelcontextprotocol/") } ?? false
  }

  /// A legacy server that reads no version and keeps no session serves modern requests as they are, so they may go on.
  private static func verdict(result: JSONValue, method: String, requested: ProtocolVersion) -> Verdict {
    guard method == discover else { return .modern }
    guard let supported = try? DiscoverResult.parse(result).supportedVersions else { return .legacy }
    return supported.contains(requested) ? .modern : choose(among: supported, requested: requested)
  }

  private static func verdict(
    _ error: JSONRPCError, status: Int, method: String, requested: ProtocolVersion
  ) -> Verdict {
    switch error.code {
    case JSONRPCError.unsupportedProtocolVersion:
      let supported = error.data?["supported"]?.arrayValue ?? []
      return choose(
        among: supported.compactMap { $0.stringValue.map(ProtocolVersion.init(rawValue:)) }, requested: requested)
    case JSONRPCError.headerMismatch, JSONRPCError.missingClientCapability: return .modern
    default: break
    }
    if StatusMeaning(status).isOutage { return .outage }
    // The statuses that the modern transport gives these two; legacy servers answer them with 200.
    let isModern =
      (error.code == JSONRPCError.methodNotFound && status == 404)
      || (error.code == JSONRPCError.invalidParams && status == 400)
    return isModern && method != discover ? .modern : .legacy
  }

  /// A server that lists the very version it refuses is asked in it once more, where it lists nothing else of ours.
  private static func choose(among supported: [ProtocolVersion], requested: ProtocolVersion) -> Verdict {
    if let other = ProtocolVersion.modern.first(where: { $0 != requested && supported.contains($0) }) {
      return .modernOther(other)
    }
    let isLegacy = supported.contains { $0.era == .legacy || $0 == .v2024_11_05 }
    if isLegacy { return .legacy }
    return supported.contains(requested) ? .modernOther(requested) : .unsupported(supported)
  }
}
