public import OAuth

extension ServerRegistry {
  /// What the authorization server said of this client when it registered; nil for one that was made by hand.
  public func document(of registration: Registration, keys: DataKeys) throws(RegistryError) -> Secret? {
    let sealed = try read { (connection) throws(RegistryError) in
      try connection.first("SELECT sealed_document FROM registration WHERE id = ?", [registration.id]) {
        $0.optionalBlob(0)
      } ?? nil
    }
    guard let sealed else { return nil }
    let context = registrationContext(
      "sealed_document", registration.id, registration.issuer, registration.clientID)
    return Secret(utf8: try Sealer(keys: keys).open(sealed, context))
  }
}
