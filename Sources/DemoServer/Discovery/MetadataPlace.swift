/// Where the metadata of an authorization server is.
enum MetadataPlace {
  private static let wellKnown = "/.well-known/oauth-authorization-server"
  private static let openID = "/.well-known/openid-configuration"

  static func paths(of realm: Realm, _ behaviours: Set<Behaviour>) -> [String] {
    // OpenID Connect Discovery §4: the well-known part comes at the end.
    if realm == .identity { return [realm.path + openID] }
    let path = issuerPath(of: realm, behaviours)
    let others: [Behaviour: String] = [
      .metadataOpenIDInserted: openID + path, .metadataOpenIDAppended: path + openID, .metadataOnlyAtRoot: wellKnown,
    ]
    let chosen = others.filter { behaviours.contains($0.key) }.map(\.value)
    if behaviours.contains(.noMetadata) { return [] }
    // RFC 8414 §3.1: the issuer's path comes after the well-known part. The document at the root does not exist.
    return chosen.isEmpty ? [wellKnown + path] : chosen
  }

  /// The path of the issuer identifier; the endpoints stay where they are.
  static func issuerPath(of realm: Realm, _ behaviours: Set<Behaviour>) -> String {
    realm == .demo && behaviours.contains(.rootIssuer) ? "" : realm.path
  }
}
