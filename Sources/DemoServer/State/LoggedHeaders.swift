import LoopbackHTTP

/// The headers of a request as the log may show them.
enum LoggedHeaders {
  private static let plain: Set<String> = [
    "accept", "content-type", "last-event-id", "mcp-method", "mcp-name", "mcp-protocol-version", "origin", "user-agent",
  ]

  static func of(_ request: LoopbackRequest) -> [String: String] {
    var shown: [String: String] = [:]
    for (name, value) in request.headers {
      let name = name.lowercased()
      if plain.contains(name) || name.hasPrefix("mcp-param-") {
        shown[name] = value
      } else if name == "authorization" {
        shown[name] = credentials(value)
      } else if name == "mcp-session-id" || name == "dpop" {
        shown[name] = Fingerprint.of(value)
      }
    }
    return shown
  }

  /// The scheme is no secret, the rest is. A bearer token has the same fingerprint here as in a parameter.
  private static func credentials(_ value: String) -> String {
    let parts = value.split(separator: " ", maxSplits: 1)
    return parts.count == 2 ? "\(parts[0]) \(Fingerprint.of(String(parts[1])))" : Fingerprint.of(value)
  }
}
