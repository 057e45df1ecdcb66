import Engine
import MCP

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
      for token in tokens {
        if case .notSupported = token.result {
          console.note(
            "mcpcred: \(server)'s authorization server offers no revocation; the \(word(token)) lives until it expires")
        }
      }
      console.answer(tokens.contains(where: \.isStillOut) ? stillOut : answer)
    }
    for token in tokens {
      switch token.result {
      case .queued(let error):
        throw .engine(.revocationQueued(server: server, failure: ErrorReport(.engine(error)).message))
      case .refused(let error): throw .engine(.revocationRefused(server: server, error))
      case .revoked, .notSupported: continue
      }
    }
  }

  private static func json(_ token: RevokedToken) -> JSONObject {
    let result =
      switch token.result {
      case .revoked: "revoked"
      case .notSupported: "not_supported"
      case .refused: "refused"
      case .queued: "queued"
      }
    return JSONObject(["kind": .string(token.kind.rawValue), "result": .string(result)])
  }

  private static func word(_ token: RevokedToken) -> String {
    token.kind == .refreshToken ? "refresh token" : "access token"
  }
}
