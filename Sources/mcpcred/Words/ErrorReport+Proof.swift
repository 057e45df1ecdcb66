import Engine
import FoundationEssentials
import OAuth

// Tokens that are bound to a key (RFC 9449).
extension ErrorReport {
  static func boundTokensNeeded(_ server: String, _ account: String) -> ErrorReport {
    let who = account == "default" ? "" : " --account \(Shell.quoted(account))"
    return ErrorReport(
      "\(server) takes only tokens that are bound to a key (DPoP) by now, and those of this login are not",
      hints: ["mcpcred login \(server)\(who) --dpop"], .loginRequired, code: "bound_tokens_needed")
  }

  static func proofRefused(_ server: String, _ code: String, ahead: Int?) -> ErrorReport {
    ErrorReport(
      "\(server) refuses the proof beside the token: it says \(Untrusted.plain(code, limit: 60))"
        + ProofWords.clock(ahead: ahead), hints: clockHints(ahead), .temporary, code: "proof_refused")
  }

  static func boundToken(_ server: String) -> ErrorReport {
    ErrorReport(
      "the token of \(server) is bound to a key (DPoP) that never leaves mcpcred: nobody else could use it",
      hints: ["mcpcred call \(server) TOOL"], .policy, code: "bound_token")
  }

  /// At an authorization server: nothing of the login is refused, and the next try has a proof of its own.
  static func refusedProof(_ refusal: Refusal, _ step: ExchangeStep) -> ErrorReport {
    let words = refusal.description.map { ": \(Untrusted.quoted($0))" } ?? ""
    let ahead = refusal.answeredAt.map { $0 - Int(Date().timeIntervalSince1970) }
    return ErrorReport(
      "\(doing(step)): the authorization server refuses the proof: it says \(Untrusted.plain(refusal.code, limit: 60))"
        + words + ProofWords.clock(ahead: ahead), hints: clockHints(ahead), .temporary, code: "proof_refused",
      retryAfter: refusal.retryAfter)
  }

  private static func clockHints(_ ahead: Int?) -> [String] {
    ProofWords.clock(ahead: ahead).isEmpty ? [] : ["timedatectl status"]
  }

  static func unbindable(_ accepted: [String]?, isDemanded: Bool, _ step: ExchangeStep) -> ErrorReport {
    let isServer = step.kind == .resourceMetadata
    let who = isServer ? step.server : "the authorization server"
    let offer =
      accepted.map { "takes proofs signed with \(Untrusted.plain($0.joined(separator: " "))) only" }
      ?? "does not offer that (DPoP)"
    let want =
      isDemanded ? "\(step.server) takes only tokens that are bound to a key" : "tokens bound to a key are wanted"
    return ErrorReport(
      "\(doing(step)): \(want), with proofs signed with \(DPoPKey.algorithm); \(who) \(offer)",
      hints: ["mcpcred login \(step.server)" + (isDemanded ? " --issuer URL" : " --no-dpop")], .rejected,
      code: "unsupported")
  }
}
