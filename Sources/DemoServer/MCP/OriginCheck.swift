import LoopbackHTTP

/// Keeps web pages out (MCP, Streamable HTTP, Security: servers MUST validate `Origin`).
enum OriginCheck {
  static func allows(_ request: LoopbackRequest) -> Bool {
    guard let origin = request.header("origin") else { return true }
    return ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { loopback in
      origin == loopback || origin.hasPrefix(loopback + ":")
    }
  }

  /// A name that merely resolves to loopback is a rebinding attack.
  static func isLoopback(host request: LoopbackRequest) -> Bool {
    guard let host = request.header("host") else { return true }
    return ["127.0.0.1", "localhost", "[::1]"].contains { host == $0 || host.hasPrefix($0 + ":") }
  }
}
