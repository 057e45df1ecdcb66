import LoopbackHTTP

/// `Mcp-Param-*` headers, for the parameters that a tool marks with `x-mcp-header` (MCP 2026-07-28, Streamable HTTP,
/// Custom Headers from Tool Parameters).
enum MirroredParameters {
  static func check(_ request: LoopbackRequest, _ params: JSON) throws(RPCError) {
    guard let tool = params["name"]?.string.flatMap(ToolList.find) else { return }
    for parameter in tool.parameters {
      guard let suffix = parameter.header else { continue }
      let name = "Mcp-Param-\(suffix)"
      let value = params["arguments"]?[parameter.name] ?? .null
      switch (request.header(name), value) {
      case (nil, .null): continue
      case (nil, _): throw .headerMismatch("\(name) is missing")
      case (.some, .null): throw .headerMismatch("\(name) has no value in the body")
      case (.some(let header), _):
        guard let decoded = MirroredValue.decode(header) else { throw .headerMismatch("\(name) is not well formed") }
        guard says(decoded, value) else { throw .headerMismatch("\(name) is not the body's value") }
      }
    }
  }

  /// Integers are compared as numbers: `42.0` is `42`.
  private static func says(_ header: String, _ value: JSON) -> Bool {
    switch value {
    case .string(let text): header == text
    case .bool(let flag): header == (flag ? "true" : "false")
    case .integer(let number): Double(header) == Double(number)
    default: false
    }
  }
}
