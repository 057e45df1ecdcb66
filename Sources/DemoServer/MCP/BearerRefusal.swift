/// Why a caller is not let in.
enum BearerRefusal: Error, Sendable, Equatable {
  /// RFC 6750 §3.1: without a token there is no error code either.
  case noToken
  case invalidToken(String)
  case insufficientScope(Scope)

  func answer(at resource: MCPResource, in world: World) -> Answer {
    var challenge = Challenge()
    switch self {
    case .noToken: if world.has(.challengeWithError) { challenge.add("error", "invalid_token") }
    case .invalidToken(let why):
      challenge.add("error", "invalid_token")
      challenge.add("error_description", why)
    case .insufficientScope: challenge.add("error", "insufficient_scope")
    }
    if let link = Self.link(resource, world) { challenge.add("resource_metadata", link) }
    if let scope = scope(world) { challenge.add("scope", scope) }
    return Answer(status: status, headers: challenge.lines(world.behaviours).map { ("www-authenticate", $0) })
  }

  private var status: Int {
    if case .insufficientScope = self { 403 } else { 401 }
  }

  /// Only what this operation lacks: the client has to add it to what it has (MCP Authorization, Step-Up).
  private func scope(_ world: World) -> String? {
    if case .insufficientScope(let scope) = self { return scope.rawValue }
    return world.has(.challengeWithoutScope) ? nil : Scope.byDefault.text
  }

  /// RFC 9728 §5.1.
  private static func link(_ resource: MCPResource, _ world: World) -> String? {
    if world.has(.challengeHostileMetadata) { return "http://169.254.169.254/latest/meta-data" }
    if world.has(.challengeFileMetadata) { return "file:///etc/passwd" }
    guard ResourceMetadataPlace.isInChallenge(world.behaviours),
      let path = ResourceMetadataPlace.path(of: resource, world.behaviours)
    else { return nil }
    return world.has(.challengeRelativeMetadata) ? path : world.places.origin + path
  }
}
