/// Where the metadata of an authorization server is.
enum MetadataPlace {
  /// RFC 8414 §3.1: the issuer's path comes after the well-known part. The document at the root does not exist.
  static func paths(of realm: Realm) -> [String] { ["/.well-known/oauth-authorization-server" + realm.path] }
}
