/// Registering a client by hand.
enum ManagedClient {
  static func add(_ body: JSON, in world: inout World) -> ManagementResult {
    let grantTypes = body["grant_types"]?.strings
    let redirectURIs = body["redirect_uris"]?.strings ?? []
    let isRedirected = grantTypes?.contains(GrantType.authorizationCode.rawValue) ?? true
    guard !redirectURIs.isEmpty || !isRedirected else {
      return .failure("redirect_uris must be an array of at least one URI")
    }
    let secret = body["client_secret"]?.string
    let hasKeys = body["jwks"] != nil
    let standard: ClientAuthenticationMethod = hasKeys ? .privateKeyJWT : secret == nil ? .none : .clientSecretBasic
    let named = body["token_endpoint_auth_method"]?.string
    guard let method = named.map(ClientAuthenticationMethod.init) ?? standard else {
      return .failure("token_endpoint_auth_method is not supported")
    }
    guard KeySet.keys(body["jwks"]) != nil || method != .privateKeyJWT && !hasKeys else {
      return .failure("jwks must be a key set with public keys of a kind that is supported")
    }
    guard let realm = body["realm"].map({ $0.string.flatMap(Realm.init) }) ?? .demo else {
      return .failure("realm must be one of: \(Realm.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    var client = PreregisteredClient(realm: realm, redirectURIs: redirectURIs)
    client.id = body["client_id"]?.string ?? ""
    client.secret = secret
    client.authentication = method
    client.jwks = body["jwks"]?.text
    client.idElsewhere = body["client_id_elsewhere"]?.string
    client.workload = body["workload"]?.string
    if let grantTypes { client.grantTypes = grantTypes }
    if let name = body["client_name"]?.string { client.name = name }
    return .done(json(world.preregister(client)))
  }

  private static func json(_ client: PreregisteredClient) -> JSON {
    var members: [String: JSON] = [
      "realm": .string(client.realm.rawValue), "client_id": .string(client.id),
      "token_endpoint_auth_method": .string(client.authentication.rawValue),
      "redirect_uris": .strings(client.redirectURIs), "grant_types": .strings(client.grantTypes),
      "client_name": .string(client.name),
    ]
    members["client_secret"] = client.secret.map(JSON.string)
    return .object(members)
  }
}
