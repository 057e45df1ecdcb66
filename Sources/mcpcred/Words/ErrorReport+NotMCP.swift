import Engine
import HTTP

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

  /// What answers is no MCP server: down, or somebody else's page because the path is wrong.
  static func notMCP(
    _ server: String, _ url: WebURL, _ status: Int, _ mediaType: String?, _ retryAfter: Int?
  ) -> ErrorReport {
    let kind = mediaType.map { " with \(Untrusted.plain($0, limit: 40))" } ?? ""
    guard status < 500, status != 429, status != 408 else {
      return ErrorReport(
        "\(server) cannot answer now: HTTP \(status)\(kind)", .temporary, code: "server_down", retryAfter: retryAfter)
    }
    // Without its query, which may hold a secret.
    let place = Untrusted.plain(url.origin + url.path)
    let folder = url.path.hasSuffix("/") ? url.path : "/"
    let usual = url.path.split(separator: "/").last == "mcp" ? nil : url.origin + folder + "mcp"
    let doubt = usual == nil ? "is the path right?" : "is the path right? Most servers' end in /mcp"
    return ErrorReport(
      "\(server) does not answer like an MCP server: HTTP \(status)\(kind) at \(place); \(doubt)",
      hints: usual.map { [addElsewhere + Shell.quoted($0)] } ?? [], .temporary, code: "not_mcp", retryAfter: retryAfter)
  }
}
