import Engine
import Registry

extension ErrorReport {
  /// Why a registration that a person named is not acted on.
  static func report(_ mistake: RegistrationMistake, _ name: String) -> ErrorReport {
    let quoted = Untrusted.quoted(name)
    switch mistake {
    case .unknown:
      return ErrorReport(
        "no registration \(quoted), and no login of a server of that name", hints: ["mcpcred registration list"],
        .notFound, code: "unknown_registration")
    case .ambiguous(let ids):
      return ErrorReport(
        "\(quoted) is a client of several authorization servers; name it by its id: "
          + ids.map { String($0) }.joined(separator: ", "), hints: ["mcpcred registration list"], .usage,
        code: "ambiguous_registration")
    case .inUse(let use):
      return ErrorReport(
        "\(quoted) is needed: \(words(for: use)). With the client go its tokens",
        hints: [removals(use) ?? "mcpcred refresh --due"], .policy, code: "registration_in_use")
    case .notOurs:
      return ErrorReport(
        "\(quoted) was not registered by mcpcred, so it cannot be renewed here",
        hints: ["mcpcred login SERVER --client-id ID --client-secret-stdin"], .usage, code: "not_registered_here")
    }
  }

  /// One line for every server that needs it; nil where none does.
  private static func removals(_ use: RegistrationUse) -> String? {
    let servers = Set(use.grants.map(\.server)).sorted()
    return servers.isEmpty ? nil : servers.map { "mcpcred remove \($0)" }.joined(separator: " && ")
  }

  private static func words(for use: RegistrationUse) -> String {
    var needs: [String] = []
    if !use.grants.isEmpty { needs.append("by the logins of \(RegistrationText.logins(use.grants))") }
    if use.owed > 0 { needs.append("by \(use.owed) revocations that are still owed") }
    if use.pending > 0 { needs.append("by a login under way") }
    return needs.joined(separator: ", ")
  }
}
