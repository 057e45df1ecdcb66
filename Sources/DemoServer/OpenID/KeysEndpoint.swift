/// The key set behind `jwks_uri` (RFC 8414 §2).
enum KeysEndpoint {
  static func answer(_ call: Call, in world: inout World) -> Answer {
    guard ["GET", "HEAD"].contains(call.request.method) else { return .methodNotAllowed("GET, HEAD") }
    if world.has(.idTokenRS256) { _ = world.keys.rs256() }
    return .json(world.keys.jwks)
  }
}
