import HTTP

/// Builds well-known URLs from an identifier's authority and path, without touching either (RFC 8615).
enum WellKnown {
  /// `/.well-known/<name>` between authority and path, whose terminating slash is dropped (RFC 8414 §3.1).
  static func inserted(_ name: String, into url: WebURL) -> WebURL? {
    WebURL(url.origin + "/.well-known/" + name + pathWithoutSlash(url))
  }

  /// The same for a protected resource: the query is kept, and only a slash right after the host is dropped
  /// (RFC 9728 §3.1).
  static func insertedIntoResource(_ name: String, _ url: WebURL) -> WebURL? {
    WebURL(url.origin + "/.well-known/" + name + (url.path == "/" ? "" : url.path) + (url.query.map { "?" + $0 } ?? ""))
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
