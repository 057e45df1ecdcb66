/// Endpoints that a client must not open or send anything to.
enum HostileMetadata {
  static func members(_ realm: Realm, _ world: World) -> [String: JSON] {
    let shell = world.places.url(.authorization, of: realm) + "?x=$(touch${IFS}pwned)`id`"
    let pages: [(Behaviour, String)] = [
      (.authorizationEndpointScript, "javascript:alert(1)"), (.authorizationEndpointFile, "file:///etc/passwd"),
      (.authorizationEndpointOption, "--help"), (.authorizationEndpointShell, shell),
    ]
    var members: [String: JSON] = [:]
    for (behaviour, page) in pages where world.has(behaviour) { members["authorization_endpoint"] = .string(page) }
    if world.has(.tokenEndpointPlainHTTP) { members["token_endpoint"] = "http://other.example/mint" }
    return members
  }
}
