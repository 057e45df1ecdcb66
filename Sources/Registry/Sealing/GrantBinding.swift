/// What a grant's tokens are bound to besides their row.
struct GrantBinding {
  let grantID: Int64
  let serverURL: String
  let issuer: String
  let resource: String?
  let clientID: String

  init(grantID: Int64, serverURL: String, issuer: String, resource: String?, clientID: String) {
    self.grantID = grantID
    self.serverURL = serverURL
    self.issuer = issuer
    self.resource = resource
    self.clientID = clientID
  }

  init(_ grant: Grant) {
    self.init(
      grantID: grant.id, serverURL: grant.serverURL, issuer: grant.issuer, resource: grant.resource,
      clientID: grant.clientID)
  }

  func context(registryID: [UInt8], field: String, generation: Int64) -> SealingContext {
    SealingContext(
      registryID: registryID, table: "grant", row: grantID, field: field, generation: generation,
      // A missing resource and an empty one must not bind alike.
      binding: [serverURL, issuer, resource.map { "=" + $0 } ?? "", clientID])
  }
}
