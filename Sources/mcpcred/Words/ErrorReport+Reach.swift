import Engine
import HTTP

extension ErrorReport {
  static func report(_ found: OutOfReach, _ step: ExchangeStep) -> ErrorReport {
    let address = Untrusted.plain(found.address, limit: 60)
    return ErrorReport(
      "\(doing(step)): \(naming(found.member)) leads to \(Untrusted.quoted(found.url)), which is at \(address): "
        + "\(words(for: found.scope)), and \(step.server) itself is not that near", .policy, code: "private_address")
  }

  static func report(_ refused: RefusedRedirect, _ step: ExchangeStep) -> ErrorReport {
    let doing = doing(step), from = Untrusted.plain(refused.from.raw)
    switch refused.fault {
    case .tooMany(let limit):
      return ErrorReport(
        "\(doing): \(from) redirects more than \(limit) times", .rejected, code: "bad_redirect")
    case .insecure:
      return ErrorReport(
        "\(doing): \(from) redirects to \(Untrusted.quoted(refused.to)), which is neither https nor this machine",
        .policy, code: "insecure_endpoint")
    case .unusable:
      return ErrorReport(
        "\(doing): \(from) redirects to \(Untrusted.quoted(refused.to)), which is not a URL to go to", .rejected,
        code: "bad_redirect")
    case .otherOrigin(let target):
      return endpointRedirect(
        "\(doing): \(from) redirects to another origin, where a token is not sent: \(whole(refused.to))", target)
    case .changesRequest(let target, let status):
      return endpointRedirect(
        "\(doing): \(from) redirects with HTTP \(status), which keeps no request as it is, to \(whole(refused.to))",
        target)
    case .loop:
      return endpointRedirect("\(doing): \(from) redirects in a circle, to \(whole(refused.to))", nil)
    }
  }

  private static func endpointRedirect(_ message: String, _ target: WebURL?) -> ErrorReport {
    let url = target.flatMap { $0.isSecure && $0.raw.utf8.count <= 500 ? $0 : nil }
    return ErrorReport(
      message, hints: url.map { [addElsewhere + Shell.quoted($0.raw)] } ?? [], .rejected, code: "bad_redirect")
  }

  private static func whole(_ location: String) -> String { "\"\(Untrusted.plain(location, limit: 1000))\"" }

  static func words(for scope: AddressScope) -> String {
    switch scope {
    case .global: "a public address"
    case .doubtful: "not known to be a public address"
    case .site: "an address of a private network"
    case .link: "an address of the local link"
    case .machine: "an address of this machine"
    }
  }

  /// The member with the document that it is from.
  private static func naming(_ member: String) -> String {
    switch member {
    case "Location": "a redirect"
    case "resource_metadata": "resource_metadata of its challenge"
    case "authorization_servers": "authorization_servers of its protected resource metadata"
    default: "\(member) of its authorization server"
    }
  }
}
