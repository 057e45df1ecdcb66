import HTTP

/// Builds well-known URLs from an identifier's authority and path, without touching either (RFC 8615).
enum WellKnown {
  /// `/.well-known/<name>` between authority and path; a terminating slash of the path is dropped
  /// (RFC 8414 §3.1, RFC 9728 §3.1).
  static func inserted(_ name: String, into url: WebURL, keepingQuery: Bool = false) -> WebURL? {
    let query = keepingQuery ? url.query.map { "?" + $0 } ?? "" : ""
    return WebURL(url.origin + "/.well-known/" + name + pathWithoutSlash(url) + query)
  }

  /// `/.well-known/<name>` behind the path, as OpenID Connect Discovery §4 has it.
  static func appended(_ name: String, to url: WebURL) -> WebURL? {
    WebURL(url.origin + pathWithoutSlash(url) + "/.well-known/" + name)
  }

  /// Without the path.
  static func root(_ name: String, of url: WebURL) -> WebURL? { WebURL(url.origin + "/.well-known/" + name) }

  static func pathWithoutSlash(_ url: WebURL) -> String {
    url.path.hasSuffix("/") ? String(url.path.dropLast()) : url.path
  }
}
