import Engine
import HTTP
import MCP

extension ErrorReport {
  /// What to type to add the same server at another address; NAME is filled in where the person has said it.
  static let addElsewhere = "mcpcred add OTHER-NAME "

  /// The URL that is likely to be meant by a text that is one but for its beginning; nil for any other text.
  static func withScheme(_ text: String) -> String? {
    guard !text.contains("://"), text.utf8.count <= 200 else { return nil }
    if let near = WebURL("http://" + text), near.isLoopback { return Shell.quoted(near.raw) }
    guard let url = WebURL("https://" + text), url.host.contains(".") else { return nil }
    return Shell.quoted(url.raw)
  }

  /// What answers is not an MCP server: down, or somebody else's page because the path is wrong.
  static func notMCP(_ answer: NotMCP) -> ErrorReport {
    let (server, url) = (answer.server, answer.url)
    let kind = (answer.mediaType.map { " with \(Untrusted.plain($0, limit: 40))" } ?? "") + said(answer.words)
    guard !StatusMeaning(answer.status).isOutage else {
      return ErrorReport(
        "\(server) cannot answer now: HTTP \(answer.status)\(kind)", .temporary, code: "server_down",
        retryAfter: answer.retryAfter)
    }
    // Without its query, which may hold a secret.
    let place = Untrusted.plain(url.origin + url.path)
    let folder = url.path.hasSuffix("/") ? url.path : "/"
    guard !answer.isKnown else {
      return ErrorReport(
        "\(server) answered like an MCP server before, and does not now: HTTP \(answer.status)\(kind) at \(place)",
        .temporary, code: "not_mcp", retryAfter: answer.retryAfter)
    }
    let usual = url.path.split(separator: "/").last == "mcp" ? nil : url.origin + folder + "mcp"
    let doubt = usual == nil ? "is the path right?" : "is the path right? Most servers' end in /mcp"
    return ErrorReport(
      "\(server) does not answer like an MCP server: HTTP \(answer.status)\(kind) at \(place); \(doubt)",
      hints: usual.map { [addElsewhere + Shell.quoted($0)] } ?? [], .rejected, code: "not_mcp")
  }

  /// What a server said of its own accord, behind a message.
  static func said(_ words: String?) -> String { words.map { ": \(Untrusted.quoted($0))" } ?? "" }

  /// No script may take such a call for one that can be made again.
  static func outcomeUnknown(_ cause: ErrorReport) -> ErrorReport {
    ErrorReport(
      "\(cause.message); whether it was carried out is unknown", hints: cause.hints, .outcomeUnknown,
      code: "outcome_unknown")
  }

  /// Pages that a person is asked to visit. An address is whole, or it would be another one, and nothing opens it.
  static func visit(_ visits: [PageVisit], _ asking: String) -> ErrorReport {
    let pages = visits.prefix(5).map { visit in
      "\(Untrusted.plain(visit.url.raw, limit: 8192)) (host \(Untrusted.plain(visit.url.host)))\(said(visit.message))"
    }
    return ErrorReport(
      "\(asking) asks you to visit a page first, which is not opened for you: \(pages.joined(separator: "; "))",
      .failure, code: "visit_required")
  }
}
