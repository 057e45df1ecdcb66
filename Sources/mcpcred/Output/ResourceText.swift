import Engine
import FoundationEssentials
import Glibc
import MCP

/// A server's resources, and what is in one.
enum ResourceText {
  static func show(_ found: JSONValue, _ list: ServerList, of server: String, _ console: Console) {
    let items = found[list.member]?.arrayValue ?? []
    guard !items.isEmpty else {
      return console.note("mcpcred: \(server) has no \(list == .templates ? "resource templates" : "resources")")
    }
    var table = Table(headings: ["URI", "TYPE", "NAME"], isTerminal: Console.isTerminal(STDOUT_FILENO))
    for item in items {
      let uri = item[list == .templates ? "uriTemplate" : "uri"]?.stringValue ?? ""
      let name = item["title"]?.stringValue ?? item["name"]?.stringValue ?? item["description"]?.stringValue ?? ""
      table.add([
        Untrusted.plain(uri, limit: 500), Untrusted.plain(item["mimeType"]?.stringValue ?? "-", limit: 60),
        Untrusted.plain(name),
      ])
    }
    console.answer(lines: table.lines())
  }

  /// The contents one after the other: to a file, or to stdout, where a terminal is shown no bytes.
  static func write(_ result: JSONText, of server: String, to path: String?, _ console: Console) throws(CommandError) {
    guard let contents = result.value["contents"]?.arrayValue else {
      throw .engine(.mcp(.malformedResult(member: "contents"), server: server))
    }
    var bytes: [UInt8] = []
    for part in contents {
      if let text = part["text"]?.stringValue {
        bytes += Array(text.utf8)
      } else if let blob = part["blob"]?.stringValue.flatMap({ Data(base64Encoded: $0) }) {
        guard path != nil || !Console.isTerminal(STDOUT_FILENO) else {
          throw .usage("these are bytes, and a terminal is shown none: --save PATH keeps them")
        }
        bytes += Array(blob)
      } else {
        throw .engine(.mcp(.malformedResult(member: "contents"), server: server))
      }
    }
    guard let path else { return console.answer(bytes: bytes) }
    try NewFile.write(bytes, to: path)
  }
}
