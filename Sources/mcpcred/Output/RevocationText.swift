import Engine
import FoundationEssentials
import MCP
import OAuth

/// What became of revoked tokens, in words, in JSON and as an exit code.
enum RevocationText {
  /// Answers, and throws where something is queued or was refused.
  static func finish(
    _ server: String, _ answer: String, stillOut: String, _ tokens: [RevokedToken], _ console: Console
  ) throws(CommandError) {
    if console.json {
      console.answer(
        json: JSONObject(["name": .string(server), "tokens": .array(tokens.map { json($0).value })]))
    } else {
      for token in tokens { if let fate = fate(of: token, server) { console.note("mcpcred: \(fate)") } }
      console.answer(tokens.contains(where: \.isStillOut) ? stillOut : answer)
    }
    for token in tokens {
      switch token.result {
      case .queued(let error):
        throw .engine(.revocationQueued(server: server, failure: ErrorReport(.engine(error)).message))
      case .refused(let error): throw .engine(.revocationRefused(server: server, error))
      case .revoked, .notSupported, .abandoned: continue
      }
    }
  }

  /// What a person should know of a token that was not revoked; nil where the error says it.
  private static func fate(of token: RevokedToken, _ server: String) -> String? {
    let what = "the \(word(token)) of \(Untrusted.plain(token.account, limit: 64))"
    return switch token.result {
    case .notSupported: "\(server)'s authorization server offers no revocation; \(what) lives until it expires"
    case .refused(let error): "\(what) was not revoked: \(words(error, server))"
    case .abandoned(let end?): "\(what) may be good until \(TimeText.rfc3339(end))"
    case .abandoned(nil): "\(what) may be good until it is revoked or expires"
    case .revoked, .queued: nil
    }
  }

  /// What became of a login that was replaced, behind its name.
  static func words(_ fate: RevocationOutcome) -> String {
    switch fate {
    case .revoked: "is revoked"
    case .owed: "will be revoked by 'mcpcred refresh --due'"
    case .notSupported: "cannot be revoked there, and lives until it expires"
    case .refused(let error): "is not revoked: \(words(error, ""))"
    }
  }

  private static func words(_ error: OAuthError, _ server: String) -> String {
    guard case .refused(let refusal) = error else {
      return ErrorReport(.engine(.revocationRefused(server: server, error))).message
    }
    return Untrusted.plain(refusal.code, limit: 60)
      + (refusal.description.map { ": \(Untrusted.quoted($0))" } ?? "")
  }

  private static func json(_ token: RevokedToken) -> JSONObject {
    var detail: String?
    var end: Date?
    let result: String
    switch token.result {
    case .revoked: result = "revoked"
    case .notSupported: result = "not_supported"
    case .refused(let error): (result, detail) = ("refused", words(error, ""))
    case .abandoned(let expiresAt): (result, end) = ("not_asked", expiresAt)
    case .queued: result = "queued"
    }
    return JSONObject([
      "account": .string(token.account), "kind": .string(token.kind.rawValue), "result": .string(result),
      "detail": .text(detail), "expires_at": .time(end),
    ])
  }

  private static func word(_ token: RevokedToken) -> String {
    token.kind == .refreshToken ? "refresh token" : "access token"
  }
}
