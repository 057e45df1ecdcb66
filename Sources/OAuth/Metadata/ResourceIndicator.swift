import HTTP

/// The `resource` parameter's value (RFC 8707 §2) and who may claim it.
enum ResourceIndicator {
  /// Whether metadata may claim this resource for the endpoint.
  ///
  /// RFC 9728 §3.3 asks for equality with the URL the document was derived from. Servers behind one origin commonly
  /// publish a parent of their endpoint, so a document that the endpoint's own challenge names may also claim a
  /// prefix in whole path segments: `/api` covers `/api/x`, not `/apix`.
  static func accepts(
    _ resource: String, endpoint: WebURL, source: ProtectedResourceMetadata.Source
  ) -> Bool {
    switch source {
    // Where there is no path, an endpoint with a slash and one without have the same document.
    case .path: Issuer.matches(resource, endpoint.raw)
    case .root: Issuer.matches(resource, endpoint.origin)
    case .challenge: Issuer.matches(resource, endpoint.raw) || isSegmentPrefix(resource, of: endpoint)
    }
  }

  private static func isSegmentPrefix(_ resource: String, of endpoint: WebURL) -> Bool {
    guard let claimed = WebURL(resource), claimed.origin == endpoint.origin, claimed.query == nil else { return false }
    let prefix = WellKnown.pathWithoutSlash(claimed)
    return endpoint.path == prefix || endpoint.path.hasPrefix(prefix + "/")
  }
}
