extension World {
  /// The resource that a request for access is for (RFC 8707 §2; MCP Authorization, Resource Parameter).
  func resource(named form: FormFields, at realm: Realm) throws(OAuthRefusal) -> String {
    // A login at the identity provider is for no resource but the provider itself.
    if realm == .identity, form["resource"] == nil { return issuer(of: realm) }
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
    identifier == places.identifier(of: resource) || identifier == statedIdentifier(of: resource)
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
