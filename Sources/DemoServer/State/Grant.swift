/// What a person allowed a client: the family that all its tokens belong to.
struct Grant: Sendable, Equatable {
  let realm: Realm
  let clientID: String
  let subject: String
  let scopes: [Scope]
  let resource: String
  var revoked = false

  func belongs(to client: Client) -> Bool { clientID == client.id && realm == client.realm }
}
