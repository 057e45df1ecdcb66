extension World {
  /// The resource that a request for access is for (RFC 8707 §2; MCP Authorization, Resource Parameter).
  func resource(named form: FormFields, at realm: Realm) throws(OAuthRefusal) -> String {
    // A login at the identity provider is for no resource but the provider itself.
    if realm == .identity, form["resource"] == nil { return issuer(of: realm) }
    if has(.resourceIgnored) { return Self.everything }
    if has(.resourceRefused) {
      guard form["resource"] == nil else { throw .invalidTarget("resource is not supported") }
      return Self.everything
    }
    guard let resource = form["resource"] else { throw .invalidTarget("resource is missing") }
    guard MCPResource.allCases.contains(where: { $0.isProtected && accepts(resource, at: $0) }) else {
      throw .invalidTarget("resource is not one of this server's")
    }
    return resource
  }

  func resource(named request: TokenRequest) throws(OAuthRefusal) -> String {
    try resource(named: request.form, at: request.client.realm)
  }

  /// Whether a token for this resource is good here. Identifiers are compared as strings, code point for code point.
  func accepts(_ identifier: String, at resource: MCPResource) -> Bool {
    identifier == Self.everything || identifier == places.identifier(of: resource)
      || identifier == statedIdentifier(of: resource)
  }

  /// What a token is for where nobody listens to `resource`; no client can name it.
  private static let everything = "everything here"

  /// A request to the token endpoint has to name the resource again, and it has to be the one that was allowed
  /// (RFC 8707 §2.2).
  func check(_ request: TokenRequest, isFor allowed: String) throws(OAuthRefusal) {
    if has(.resourceIgnored) || request.client.realm == .identity && request.form["resource"] == nil { return }
    if has(.resourceRefused) {
      guard request.form["resource"] == nil else { throw .invalidTarget("resource is not supported") }
      return
    }
    guard let resource = request.form["resource"] else { throw .invalidTarget("resource is missing") }
    guard resource == allowed else { throw .invalidTarget("resource is not what was allowed") }
  }

  /// What the metadata calls the resource.
  func statedIdentifier(of resource: MCPResource) -> String {
    let identifier = places.identifier(of: resource)
    if has(.resourceIsElsewhere) { return "https://other.example/mcp" }
    if has(.resourceIsSibling) { return String(identifier.dropLast()) }
    // RFC 9728 §3.3: the document at the root is about the whole origin.
    return has(.resourceIsOrigin) || has(.resourceMetadataOnlyAtRoot) ? places.origin : identifier
  }
}
