extension World {
  /// Fills in what was left to the server, and registers the client.
  mutating func preregister(_ client: PreregisteredClient) -> PreregisteredClient {
    var client = client
    if client.id.isEmpty { client.id = RandomText.make("client_") }
    if !client.authentication.needsSecret {
      client.secret = nil
    } else if client.secret?.isEmpty ?? true {
      client.secret = RandomText.make("secret_")
    }
    clients.add(
      Client(
        realm: client.realm, id: client.id, secret: client.secret.map { ClientSecret(text: $0) },
        authentication: client.authentication,
        keys: KeySet.keys(client.jwks.flatMap { JSON.parse(Array($0.utf8)) }) ?? [],
        redirectURIs: client.redirectURIs, grantTypes: client.grantTypes, name: client.name, scopes: nil,
        idElsewhere: client.idElsewhere, workload: client.workload))
    return client
  }
}
