import Engine

extension ErrorReport {
  static func choreLost(_ chore: Chore, _ reason: String?) -> ErrorReport {
    let work =
      switch chore {
      case .renewSecrets: "renewing client secrets"
      case .deliverRevocations: "taking back tokens at their authorization servers"
      case .discardRegistrations: "deleting registrations that nobody needs"
      }
    let what =
      reason.map { "could not be started: \($0)" } ?? "was ended before it was done; the next run goes on with the rest"
    return ErrorReport("\(work) \(what)", hints: ["mcpcred refresh --due"], .temporary, code: "chore_lost")
  }
}
