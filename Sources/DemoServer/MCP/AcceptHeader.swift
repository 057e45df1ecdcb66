import LoopbackHTTP

/// The `Accept` header of a POST to an MCP endpoint.
enum AcceptHeader {
  /// The client MUST list both types (MCP, Streamable HTTP, Sending Messages); a wildcard lists neither.
  static func listsBoth(_ request: LoopbackRequest) -> Bool {
    let values = request.headers.filter { $0.name.lowercased() == "accept" }.map(\.value).joined(separator: ",")
    let types = values.split(separator: ",").map { entry in
      entry.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
    }
    return types.contains("application/json") && types.contains("text/event-stream")
  }
}
