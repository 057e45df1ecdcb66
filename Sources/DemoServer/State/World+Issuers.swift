extension World {
  /// The issuer identifier of a realm (RFC 8414 §2).
  func issuer(of realm: Realm) -> String { places.origin + realm.path }
}
