/// Registering a client by hand.
enum ManagedClient {
  static func add(_ body: JSON, in world: inout World) -> ManagementResult {
    guard let redirectURIs = body["redirect_uris"]?.strings, !redirectURIs.isEmpty else {
      return .failure("redirect_uris must be an array of at least one URI")
    }
    let secret = body["client_secret"]?.string
    let standard: ClientAuthenticationMethod = secret == nil ? .none : .clientSecretBasic
    let named = body["token_endpoint_auth_method"]?.string
    guard let method = named.map(ClientAuthenticationMethod.init) ?? standard else {
      return .failure("token_endpoint_auth_method is not supported")
    }
    var client = PreregisteredClient(redirectURIs: redirectURIs)
    client.id = body["client_id"]?.string ?? ""
    client.secret = secret
    client.authentication = method
    if let grantTypes = body["grant_types"]?.strings { client.grantTypes = grantTypes }
    if let name = body["client_name"]?.string { client.name = name }
    return .done(json(world.preregister(client)))
  }

  private static func json(_ client: PreregisteredClient) -> JSON {
    var members: [String: JSON] = [
      "client_id": .string(client.id), "token_endpoint_auth_method": .string(client.authentication.rawValue),
      "redirect_uris": .strings(client.redirectURIs), "grant_types": .strings(client.grantTypes),
      "client_name": .string(client.name),
    ]
    members["client_secret"] = client.secret.map(JSON.string)
    return .object(members)
  }
}
