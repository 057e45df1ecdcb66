extension World {
  /// The issuer identifier of a realm (RFC 8414 §2), as the realm says it itself.
  func issuer(of realm: Realm) -> String {
    base(of: realm) + (has(.metadataIssuerSlash) && realm != .identity ? "/" : "")
  }

  /// The same as the resource metadata has it.
  func namedIssuer(of realm: Realm) -> String { base(of: realm) + (has(.resourceIssuerSlash) ? "/" : "") }

  private func base(of realm: Realm) -> String { places.origin + MetadataPlace.issuerPath(of: realm, behaviours) }

  /// The realms whose tokens the MCP endpoints take.
  var trustedRealms: [Realm] {
    if has(.movedIssuer) { return [.next] }
    return has(.severalAuthorizationServers) ? [.next, .demo] : [.demo]
  }

  /// The `state` of an authorization response (RFC 6749 §4.1.2).
  func callbackState(_ state: String?) -> String? {
    if has(.stateMissing) { return nil }
    return has(.stateWrong) ? RandomText.make("state_") : state
  }

  /// The `iss` of an authorization response (RFC 9207 §2), or `nil` for none.
  func callbackIssuer(of realm: Realm, isError: Bool = false) -> String? {
    if has(.issMissing) || has(.issAbsent) || has(.issMissingOnErrors) && isError { return nil }
    return has(.issWrong) ? "https://other.example" : issuer(of: realm)
  }
}
