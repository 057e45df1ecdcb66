import MCP

/// A tool's result as text.
enum ToolText {
  /// One entry for each item of the content; the structured content where there is nothing else.
  static func lines(_ result: ToolResult, isTerminal: Bool = true) -> [String] {
    if result.content.isEmpty, let structured = result.structured { return [structured.text(pretty: true)] }
    return result.content.map { line($0, isTerminal) }
  }

  /// One item of a content.
  static func line(_ content: ToolContent, _ isTerminal: Bool) -> String {
    switch content {
    case .text(let text), .textResource(_, _, let text): Untrusted.block(text, isTerminal: isTerminal)
    case .image(let type, let count): "[image \(Untrusted.plain(type, limit: 60)), \(count) bytes]"
    case .audio(let type, let count): "[audio \(Untrusted.plain(type, limit: 60)), \(count) bytes]"
    case .resourceLink(let uri, _, _): "[resource \(Untrusted.plain(uri, limit: 500))]"
    case .binaryResource(let uri, _, let count): "[resource \(Untrusted.plain(uri, limit: 500)), \(count) bytes]"
    case .other(let type): "[\(Untrusted.plain(type, limit: 60))]"
    }
  }
}
