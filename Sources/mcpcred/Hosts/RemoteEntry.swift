import MCP

/// An entry of a host's settings that leads to a server over the network: by its URL, or by way of `mcp-remote`.
struct RemoteEntry {
  let address: String
  /// What of the entry is not taken, in words; nil where that is nothing.
  let remark: String?

  init?(_ value: JSONValue) {
    // Windsurf, Gemini CLI and goose have names of their own for it.
    let names = ["url", "serverUrl", "httpUrl", "uri"]
    if let address = names.lazy.compactMap({ value[$0]?.stringValue }).first {
      self.address = address
      let left = ["headers", "headersHelper", "oauth", "auth"].filter { value[$0]?.isNull == false }
      remark = Self.remark(left)
      return
    }
    let command = value["command"] ?? value["cmd"]
    let first = command?.stringValue.map { [$0] } ?? Self.texts(command)
    let words = first + Self.texts(value["args"])
    guard let place = words.firstIndex(where: Self.isBridge) else { return nil }
    let rest = words[(place + 1)...]
    // Its own usage: mcp-remote URL [PORT] [OPTION …].
    guard let address = rest.first(where: { !$0.hasPrefix("-") }) else { return nil }
    self.address = address
    // Values are none of anybody's business: a header may be a token.
    remark = Self.remark(rest.filter { $0.hasPrefix("--") }.map { String($0.prefix { $0 != "=" && $0 != " " }) })
  }

  /// `mcp-remote`, `mcp-remote@latest`, a path to it.
  private static func isBridge(_ word: String) -> Bool {
    let name = word.split(separator: "/").last ?? ""
    return name == "mcp-remote" || name.hasPrefix("mcp-remote@") || name == "mcp-remote.js"
  }

  private static func texts(_ value: JSONValue?) -> [String] { value?.arrayValue?.compactMap(\.stringValue) ?? [] }

  private static func remark(_ left: [String]) -> String? {
    left.isEmpty ? nil : "not taken: \(left.map { Untrusted.plain($0, limit: 40) }.joined(separator: ", "))"
  }
}
