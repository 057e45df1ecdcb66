import FoundationEssentials
import MCP
import Registry

/// One event of the audit trail, in words and in JSON.
struct EventText {
  private let event: Event

  init(_ event: Event) { self.event = event }

  /// Time, server, account, what happened, and the rest. What a server may have chosen is cleaned.
  var cells: [String] {
    [
      TimeText.rfc3339(event.at), event.server.map { Untrusted.plain($0, limit: 64) } ?? "-",
      event.account.map { Untrusted.plain($0, limit: 64) } ?? "-", event.kind.rawValue, rest,
    ]
  }

  /// Why, in whose words, which token pair, how often, and who asked.
  private var rest: String {
    let parts = [
      event.cause.map { Untrusted.plain($0, limit: 120) }, event.detail.map { Untrusted.quoted($0) },
      event.server == nil ? event.issuer.map { "at \(Untrusted.plain($0))" } : nil,
      event.generation.map { "generation \($0)" }, event.kind == .handedOut ? "\(event.count)x" : nil,
      event.actor.map { "by \(Untrusted.plain($0, limit: 64))" },
    ]
    return parts.compactMap(\.self).joined(separator: ", ")
  }

  var json: JSONObject {
    JSONObject([
      "at": .time(event.at), "event": .string(event.kind.rawValue), "server": .text(event.server),
      "account": .text(event.account), "issuer": .text(event.issuer),
      "generation": event.generation.map { .integer($0) }, "cause": .text(event.cause), "detail": .text(event.detail),
      "count": .integer(Int64(event.count)), "actor": .text(event.actor),
    ])
  }
}
